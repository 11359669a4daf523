#include <array>

#include "metrics/rows.h"

namespace tonus::dsp {

std::span<const MetricRow> metricRegistry() {
  static const std::array<MetricRow, 2> kRows{kMedianFrequency, kMeanFrequency};
  return kRows;
}

}  // namespace tonus::dsp
