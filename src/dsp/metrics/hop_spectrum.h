#pragma once
// The last second of every channel, looked at every quarter second: what the spectral metrics share.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tonus/dsp/spectrum.h"
#include "tonus/core/processed.h"
#include "tonus/dsp/metric.h"

namespace tonus::dsp {

/// A metric that is one number of a 1.0 s spectrum (round(fs) samples), at absolute indices that are multiples of
/// round(0.25 fs); the first once a whole window has passed since reset(). A window with a NaN gives no value.
class HopSpectrumMetric : public Metric {
 public:
  using Rule = std::optional<double> (*)(std::span<const double> psd, double binHz, double lowHz, double highHz);

  HopSpectrumMetric(std::uint16_t registryIndex, Rule rule) : index_(registryIndex), rule_(rule) {}

  void reset(double sampleRateHz, std::size_t channelsN, double bandLowHz, double bandHighHz) override;
  void push(core::SampleIndex first, std::span<const double> filtered, std::vector<core::MetricValue>& out) override;

 private:
  void emit(core::SampleIndex at, std::vector<core::MetricValue>& out);

  std::uint16_t index_;
  Rule rule_;
  std::size_t channelsN_ = 0;
  double lowHz_ = 0, highHz_ = 0;
  std::size_t windowN_ = 0;
  std::int64_t hop_ = 1;
  std::int64_t seen_ = 0;       ///< frames since reset
  std::vector<double> ring_;    ///< channel-major: channelsN × windowN
  std::vector<double> window_;  ///< one channel, oldest first
  std::optional<Spectrum> spectrum_;
};

}  // namespace tonus::dsp
