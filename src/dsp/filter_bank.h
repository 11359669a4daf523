#pragma once
// A cascade of biquads over interleaved channels, in double precision.

#include <cstddef>
#include <span>
#include <vector>

#include "filter_kernel.h"
#include "tonus/dsp/biquad.h"

namespace tonus::dsp {

/// Channels lie side by side in SIMD lanes, in tiles of eight; the last tile is padded. The arithmetic of a sample
/// depends on its channel and history only, never on how the input was cut into blocks. No allocation after
/// construction. Not thread-safe.
class FilterBank {
 public:
  /// `kernel` is given by tests only: to run the baseline on a processor that could do more.
  FilterBank(std::span<const Biquad> sections, std::size_t channelsN, const FilterKernel& kernel = filterKernel());

  /// Zero state: as if the input had always been 0.
  void reset();
  /// As if each channel's input had always been its value of `frame` (scipy.signal.sosfilt_zi × the first sample).
  void settle(std::span<const double> frame);

  /// frames × channels, frame-major; `in` may be `out`.
  void process(std::span<const double> in, std::span<double> out);

 private:
  /// At most kMaxFused sections that run in one pass.
  struct Pass {
    std::size_t first, sectionsN;
    double gain;
  };

  void processTile(std::size_t tile, std::span<const double> in, std::span<double> out, std::size_t framesN);
  double& state(std::size_t section, std::size_t which, std::size_t channel);

  const FilterKernel& kernel_;
  std::size_t channelsN_;
  std::size_t lanes_;  ///< of a tile: 1 for a single channel
  FilterKernel::Run run_;
  double gain_ = 1;
  std::vector<KernelSection> sections_;
  std::vector<Pass> passes_;
  std::vector<double> state_;    ///< tile × section × 2 × lane
  std::vector<double> scratch_;  ///< kSubBlock × lanes
};

}  // namespace tonus::dsp
