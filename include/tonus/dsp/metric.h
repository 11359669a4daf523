#pragma once
// Numbers of the filtered signal's last second, four times a second. Adding one = one file in src/dsp/metrics/ and one
// row in the registry; it then shows in the live panel, store, report and CSV.

#include <optional>
#include <span>
#include <string_view>

namespace tonus::dsp {

struct MetricInfo {
  std::string_view id;        ///< stable, in the store: "mdf"
  std::string_view name;      ///< for people: "Median frequency"
  std::string_view unit;      ///< "Hz"
  std::string_view csvSuffix; ///< "mdf_hz"
  int decimals = 1;
};

/// The last second (round(fs) samples) of one channel and its spectrum, made once for all metrics.
struct HopWindow {
  std::span<const double> filtered;  ///< oldest first
  double rateHz = 0;
  std::span<const double> psd;       ///< of `filtered`, see Spectrum: unit²/Hz at 0, binHz, …
  double binHz = 0;
  double bandLowHz = 0, bandHighHz = 0;
};

/// A pure function of the window; nothing where the window has no such number (no power, or a NaN in it).
using MetricRule = std::optional<double> (*)(const HopWindow&);

struct MetricRow {
  MetricInfo info;
  MetricRule rule;
};

/// In a fixed order: MetricValue::metric is a position here. Rows are only ever appended.
std::span<const MetricRow> metricRegistry();

}  // namespace tonus::dsp
