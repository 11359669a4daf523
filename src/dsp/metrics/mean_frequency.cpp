// Mean frequency: the centre of gravity of the band's power.
#include "metrics/rows.h"
#include "tonus/dsp/spectrum.h"

namespace tonus::dsp {

namespace {
std::optional<double> rule(const HopWindow& w) { return meanFrequencyHz(w.psd, w.binHz, w.bandLowHz, w.bandHighHz); }
}  // namespace

const MetricRow kMeanFrequency{{"mnf", "Mean frequency", "Hz", "mnf_hz", 1}, rule};

}  // namespace tonus::dsp
