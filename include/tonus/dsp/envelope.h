#pragma once
// Trailing RMS: sqrt(mean(y²)) over the last `windowFrames` frames including the present one.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tonus::dsp {

/// Exact sums without drift in one addition per sample (van Herk / Gil-Werman): the time axis is cut into stretches of
/// one window at multiples of the window; a trailing window is the tail of the last stretch plus the head of this one.
/// Sums are placed by absolute sample index, so any split of the input gives the same bits, and a NaN is gone one
/// window later. Before the window is full: over what there is. No allocation after construction. Not thread-safe.
class Envelope {
 public:
  Envelope(std::int64_t windowFrames, std::size_t channelsN);

  void reset();
  /// frames × channels, frame-major; `in` may be `out`; `first` follows the previous call's last frame unless reset() came between.
  void process(std::int64_t first, std::span<const double> in, std::span<double> out);

 private:
  void finishStretch();

  std::size_t channelsN_;
  std::int64_t window_;
  std::int64_t have_ = 0;        ///< frames since reset, at most window_
  std::vector<double> tails_;    ///< (window + 1) × channels: sums of squares from a place to the end of the last stretch
  std::vector<double> squares_;  ///< window × channels, of this stretch
  std::vector<double> head_;     ///< channels: sum of this stretch so far
};

}  // namespace tonus::dsp
