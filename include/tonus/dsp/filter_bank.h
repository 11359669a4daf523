#pragma once
// A cascade of biquads over interleaved channels, in double precision.

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "tonus/dsp/biquad.h"

namespace tonus::dsp {

/// Names of the builds of the filter's inner loop that this processor can run ("x86-64-v4", "x86-64-v3", "baseline"), the
/// best first; the last is always "baseline". The first two give the same bits; "baseline" has no fused multiply-add and
/// rounds differently.
std::span<const std::string_view> filterVariants();

/// Channels lie side by side in SIMD lanes, in tiles of eight; the last tile is padded. The arithmetic of a sample
/// depends on its channel and history only, never on how the input was cut into blocks. No allocation after
/// construction. Not thread-safe. Hold a FlushToZero around process() where the input may fall silent.
class FilterBank {
 public:
  /// `variant`: one of filterVariants(); the best where it is empty or not among them.
  FilterBank(std::span<const Biquad> sections, std::size_t channelsN, std::string_view variant = {});
  ~FilterBank();
  FilterBank(FilterBank&&) noexcept;
  FilterBank& operator=(FilterBank&&) noexcept;

  /// The build that runs.
  std::string_view variant() const;

  /// Zero state: as if the input had always been 0.
  void reset();
  /// Every state is exactly 0: what comes out now depends only on what comes in.
  bool atRest() const;
  /// As if each channel's input had always been its value of `frame` (scipy.signal.sosfilt_zi × the first sample).
  void settle(std::span<const double> frame);

  /// frames × channels, frame-major; `in` may be `out`.
  void process(std::span<const double> in, std::span<double> out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::dsp
