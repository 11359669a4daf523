#pragma once
// A number computed from the filtered signal at its own hop. Adding one = one file in src/dsp/metrics/ and one row
// in the registry; it then shows in the live panel, store, report and CSV.

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "tonus/core/processed.h"

namespace tonus::dsp {

struct MetricInfo {
  std::string_view id;        ///< stable, in the store: "mdf"
  std::string_view name;      ///< for people: "Median frequency"
  std::string_view unit;      ///< "Hz"
  std::string_view csvSuffix; ///< "mdf_hz"
  int decimals = 1;
};

class Metric {
 public:
  virtual ~Metric() = default;
  /// A new stream, or after a gap: forget everything.
  virtual void reset(double sampleRateHz, std::size_t channelsN, double bandLowHz, double bandHighHz) = 0;
  /// `filtered` is frames × channelsN, frame-major. Appends values whose hop ends in this block.
  virtual void push(core::SampleIndex first, std::span<const double> filtered, std::vector<core::MetricValue>& out) = 0;
};

struct MetricRow {
  MetricInfo info;
  std::unique_ptr<Metric> (*make)(std::uint16_t registryIndex);
};

/// In a fixed order: MetricValue::metric is a position here. Rows are only ever appended.
std::span<const MetricRow> metricRegistry();

}  // namespace tonus::dsp
