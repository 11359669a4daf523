// Median frequency: half the power of the band lies below it. It falls as a muscle tires.
#include "metrics/hop_spectrum.h"
#include "metrics/rows.h"

namespace tonus::dsp {

namespace {
std::optional<double> rule(std::span<const double> psd, double binHz, double lowHz, double highHz) {
  return medianFrequencyHz(psd, binHz, lowHz, highHz);
}
std::unique_ptr<Metric> make(std::uint16_t index) { return std::make_unique<HopSpectrumMetric>(index, rule); }
}  // namespace

const MetricRow kMedianFrequency{{"mdf", "Median frequency", "Hz", "mdf_hz", 1}, make};

}  // namespace tonus::dsp
