#include "csv_recording.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "names.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;
using core::SampleIndex;

namespace {

constexpr double kMaxCount = 2147483646.0;

class CsvRecording final : public core::Recording {
 public:
  CsvRecording(std::string title, core::StreamFormat format, std::vector<std::int32_t> counts,
               std::vector<std::string> warnings)
      : title_(std::move(title)), format_(std::move(format)), counts_(std::move(counts)), warnings_(std::move(warnings)) {
    segments_.push_back({SampleIndex{0}, static_cast<std::int64_t>(counts_.size() / format_.channelsN())});
  }

  std::string title() const override { return title_; }
  const core::StreamFormat& format() const override { return format_; }
  const std::vector<core::Segment>& segments() const override { return segments_; }
  const std::vector<core::DeviceEvent>& events() const override { return events_; }
  std::optional<core::WallTime> startTime() const override { return std::nullopt; }
  const std::vector<std::string>& warnings() const override { return warnings_; }

  core::Status read(SampleIndex first, std::span<std::int32_t> counts) override {
    const std::size_t channelsN = format_.channelsN();
    const auto framesN = static_cast<std::int64_t>(counts.size() / channelsN);
    if (counts.size() % channelsN != 0 || first.value < 0 || first.value > segments_[0].framesN - framesN) {
      return Fault{FaultCode::kInvalid, "Frames were asked for that \"" + title_ + "\" does not have.",
                   "Ask within one of its segments."};
    }
    const auto from = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(first.value) * channelsN);
    std::copy_n(counts_.begin() + from, counts.size(), counts.begin());
    return {};
  }

 private:
  std::string title_;
  core::StreamFormat format_;
  std::vector<std::int32_t> counts_;
  std::vector<std::string> warnings_;
  std::vector<core::Segment> segments_;
  std::vector<core::DeviceEvent> events_;
};

core::Result<std::vector<std::size_t>> chooseColumns(const CsvTable& table, const std::string& title,
                                                     const std::vector<std::string>& only) {
  std::vector<std::size_t> chosen;
  for (std::size_t c = 0; c < table.channels.size(); ++c) {
    if (only.empty() || std::find(only.begin(), only.end(), table.channels[c]) != only.end()) chosen.push_back(c);
  }
  for (const std::string& name : only) {
    if (std::find(table.channels.begin(), table.channels.end(), name) == table.channels.end()) {
      return Fault{FaultCode::kNotFound, "\"" + title + "\" has no column named \"" + name + "\".",
                   "It has these: " + joined(table.channels) + "."};
    }
  }
  return chosen;
}

/// One column as counts, into every `stride`-th place.
core::ChannelFormat quantize(const CsvTable& table, std::size_t column, std::int32_t* out, std::size_t stride,
                             std::vector<std::string>& warnings) {
  const std::size_t channelsN = table.channels.size();
  double largest = 0, lostUv = 0;
  for (std::size_t r = 0; r < table.rowsN; ++r) largest = std::max(largest, std::abs(table.valuesUv[r * channelsN + column]));
  core::ChannelFormat format;
  format.label = table.channels[column];
  format.scaleUvPerCount = 0.001;
  while (largest / format.scaleUvPerCount > kMaxCount) format.scaleUvPerCount *= 10;
  format.minCount = std::numeric_limits<std::int32_t>::min();
  format.maxCount = std::numeric_limits<std::int32_t>::max();
  for (std::size_t r = 0; r < table.rowsN; ++r, out += stride) {
    const double exact = table.valuesUv[r * channelsN + column] / format.scaleUvPerCount;
    *out = static_cast<std::int32_t>(std::lround(exact));
    lostUv = std::max(lostUv, std::abs(exact - std::round(exact)) * format.scaleUvPerCount);
  }
  // Beyond what a double's own rounding explains, the table was finer than our counts.
  if (lostUv > 1e-6 * format.scaleUvPerCount + 1e-15 * largest) {
    warnings.push_back("\"" + format.label + "\" was rounded to steps of " +
                       (format.scaleUvPerCount < 0.002 ? "0.001" : std::to_string(format.scaleUvPerCount)) + " µV.");
  }
  return format;
}

}  // namespace

core::Result<std::unique_ptr<core::Recording>> makeCsvRecording(CsvTable table, std::string title,
                                                                const OpenOptions& options) {
  core::StreamFormat format;
  format.sampleRateHz = table.sampleRateHz > 0 ? table.sampleRateHz : options.csvRateHz;
  if (!(format.sampleRateHz > 0) || !std::isfinite(format.sampleRateHz)) {
    return Fault{FaultCode::kInvalid, "\"" + title + "\" does not say its sampling rate.",
                 "Give the rate (--fs), or add a column t_s with the time of each row in seconds."};
  }
  core::Result<std::vector<std::size_t>> columns = chooseColumns(table, title, options.onlyChannels);
  if (!columns) return columns.fault();
  std::vector<std::int32_t> counts(table.rowsN * columns->size());
  std::vector<std::string> warnings;
  for (std::size_t k = 0; k < columns->size(); ++k) {
    format.channels.push_back(quantize(table, (*columns)[k], counts.data() + k, columns->size(), warnings));
  }
  return std::unique_ptr<core::Recording>(
      std::make_unique<CsvRecording>(std::move(title), std::move(format), std::move(counts), std::move(warnings)));
}

}  // namespace tonus::interop
