// Median frequency: half the power of the band lies below it. It falls as a muscle tires.
#include "metrics/rows.h"
#include "tonus/dsp/spectrum.h"

namespace tonus::dsp {

namespace {
std::optional<double> rule(const HopWindow& w) { return medianFrequencyHz(w.psd, w.binHz, w.bandLowHz, w.bandHighHz); }
}  // namespace

const MetricRow kMedianFrequency{{"mdf", "Median frequency", "Hz", "mdf_hz", 1}, rule};

}  // namespace tonus::dsp
