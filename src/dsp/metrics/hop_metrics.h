#pragma once
// Every metric of every channel, at every hop, from one spectrum each.

#include <cstdint>
#include <span>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/dsp/metric.h"
#include "tonus/dsp/spectrum.h"

namespace tonus::dsp {

/// Looks back over 1.0 s (round(fs) samples) at absolute indices that are multiples of round(0.25 fs); the first time
/// once a whole window has passed since reset(). No allocation after construction but for what is appended.
class HopMetrics {
 public:
  HopMetrics(double rateHz, std::size_t channelsN, double bandLowHz, double bandHighHz);

  /// A new stream, or after a gap: forgets everything.
  void reset();
  /// `filtered` is frames × channels, frame-major, and follows the last one. Appends by time, metric, channel.
  void push(core::SampleIndex first, std::span<const double> filtered, std::vector<core::MetricValue>& out);

 private:
  void keep(std::span<const double> filtered);
  void emit(core::SampleIndex at, std::vector<core::MetricValue>& out);

  Spectrum spectrum_;
  std::size_t channelsN_;
  HopWindow window_;             ///< what does not change from one to the next
  std::size_t windowN_, hopN_;
  std::size_t roomN_;            ///< frames a channel's past has room for
  std::size_t filled_ = 0;
  std::vector<double> past_;     ///< channels × room, each channel oldest first
};

}  // namespace tonus::dsp
