#pragma once
// The rows of the metric registry, one per file in this folder.

#include "tonus/dsp/metric.h"

namespace tonus::dsp {

extern const MetricRow kMedianFrequency;
extern const MetricRow kMeanFrequency;

}  // namespace tonus::dsp
