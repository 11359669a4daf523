// Mean frequency: the centre of gravity of the band's power.
#include "metrics/hop_spectrum.h"
#include "metrics/rows.h"

namespace tonus::dsp {

namespace {
std::unique_ptr<Metric> make(std::uint16_t index) {
  return std::make_unique<HopSpectrumMetric>(index, meanFrequencyHz);
}
}  // namespace

const MetricRow kMeanFrequency{{"mnf", "Mean frequency", "Hz", "mnf_hz", 1}, make};

}  // namespace tonus::dsp
