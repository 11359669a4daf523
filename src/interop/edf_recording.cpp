#include <algorithm>
#include <chrono>
#include <cmath>

#include "edf_file.h"
#include "edf_timeline.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;
using core::SampleIndex;

namespace {

constexpr std::int64_t kMaxCachedRecordBytes = 1 << 22;

/// Reads only the records asked for; keeps the last one, because readers mostly go forward in small steps.
class EdfRecording final : public core::Recording {
 public:
  EdfRecording(EdfFile file, std::vector<std::size_t> signals, std::vector<std::int64_t> recordFirsts)
      : file_(std::move(file)), signals_(std::move(signals)), recordFirsts_(std::move(recordFirsts)) {
    const EdfSignal& first = file_.header.signals[signals_[0]];
    samplesPerRecord_ = first.samplesPerRecord;
    format_.sampleRateHz = first.sampleRateHz;
    const std::vector<std::string> labels = distinctLabels(file_.header.signals);
    for (const std::size_t s : signals_) format_.channels.push_back(channelFormat(file_.header.signals[s], labels[s]));
    segments_ = segmentsOf(recordFirsts_, samplesPerRecord_, format_.sampleRateHz, file_.annotations);
    events_ = eventsOf(file_.annotations, format_.sampleRateHz);
    start_ = file_.header.startTime;
    if (start_ && std::abs(firstRecordOnsetS(file_.annotations)) < 1e9) {
      *start_ += std::chrono::nanoseconds(std::llround(firstRecordOnsetS(file_.annotations) * 1e9));
    }
  }

  std::string title() const override { return file_.bytes.name(); }
  const core::StreamFormat& format() const override { return format_; }
  const std::vector<core::Segment>& segments() const override { return segments_; }
  const std::vector<core::DeviceEvent>& events() const override { return events_; }
  std::optional<core::WallTime> startTime() const override { return start_; }
  const std::vector<std::string>& warnings() const override { return file_.header.warnings; }

  core::Status read(SampleIndex first, std::span<std::int32_t> counts) override {
    const std::size_t channelsN = signals_.size();
    const auto framesN = static_cast<std::int64_t>(counts.size() / channelsN);
    if (counts.size() % channelsN != 0 || !insideOneSegment(first, framesN)) {
      return Fault{FaultCode::kInvalid, "Frames were asked for that \"" + title() + "\" does not have.",
                   "Ask within one of its segments."};
    }
    std::int64_t done = 0;
    while (done < framesN) {
      const std::int64_t at = first.value + done;
      const auto after = std::upper_bound(recordFirsts_.begin(), recordFirsts_.end(), at);
      const std::int64_t record = after - recordFirsts_.begin() - 1;
      const std::int64_t inside = at - recordFirsts_[static_cast<std::size_t>(record)];
      const std::int64_t n = std::min(framesN - done, samplesPerRecord_ - inside);
      std::int32_t* out = counts.data() + static_cast<std::size_t>(done) * channelsN;
      if (core::Status read = readPart(record, inside, n, out); !read) return read;
      done += n;
    }
    return {};
  }

 private:
  static core::ChannelFormat channelFormat(const EdfSignal& s, const std::string& label) {
    const double scale = (s.physMax - s.physMin) / static_cast<double>(s.digMax - s.digMin);
    core::ChannelFormat c;
    c.label = label;
    c.scaleUvPerCount = scale * microvoltsPerUnit(s.unit);
    c.offsetCounts = wholeOffset(static_cast<double>(s.digMin) - s.physMin / scale);
    c.minCount = static_cast<std::int32_t>(s.digMin);
    c.maxCount = static_cast<std::int32_t>(s.digMax);
    return c;
  }

  bool insideOneSegment(SampleIndex first, std::int64_t framesN) const {
    auto after = std::upper_bound(segments_.begin(), segments_.end(), first,
                                  [](SampleIndex at, const core::Segment& s) { return at < s.first; });
    return after != segments_.begin() && first + framesN <= std::prev(after)->first + std::prev(after)->framesN;
  }

  core::Status readPart(std::int64_t record, std::int64_t inside, std::int64_t n, std::int32_t* out) {
    const EdfHeader& header = file_.header;
    const std::int64_t recordAt = header.headerBytes + record * header.recordBytes;
    const bool cached = header.recordBytes <= kMaxCachedRecordBytes;
    if (cached && record != cachedRecord_) {
      cachedRecord_ = -1;  // a failed read leaves the buffer half filled
      buffer_.resize(static_cast<std::size_t>(header.recordBytes));
      if (core::Status read = file_.bytes.readAt(recordAt, buffer_); !read) return read;
      cachedRecord_ = record;
    }
    for (std::size_t c = 0; c < signals_.size(); ++c) {
      const std::int64_t at = header.signalOffsets[signals_[c]] + inside * header.bytesPerSample;
      if (!cached) {
        buffer_.resize(static_cast<std::size_t>(n * header.bytesPerSample));
        if (core::Status read = file_.bytes.readAt(recordAt + at, buffer_); !read) return read;
      }
      decodeSamples(buffer_.data() + (cached ? at : 0), header.bytesPerSample, static_cast<std::size_t>(n), out + c,
                    signals_.size());
    }
    return {};
  }

  EdfFile file_;
  std::vector<std::size_t> signals_;
  std::vector<std::int64_t> recordFirsts_;
  std::int64_t samplesPerRecord_ = 0;
  core::StreamFormat format_;
  std::vector<core::Segment> segments_;
  std::vector<core::DeviceEvent> events_;
  std::optional<core::WallTime> start_;
  std::string buffer_;
  std::int64_t cachedRecord_ = -1;
};

void warnOfOddities(EdfHeader& header, const std::vector<core::Segment>& segments,
                    const std::vector<core::DeviceEvent>& events) {
  for (const EdfSignal& s : header.signals) {
    if (s.isStatus) header.warnings.push_back("\"" + s.label + "\" is the trigger channel, not a voltage; it was left out.");
  }
  const SampleIndex end = segments.back().first + segments.back().framesN;
  const auto outside = std::count_if(events.begin(), events.end(),
                                     [end](const core::DeviceEvent& e) { return e.at.value < 0 || e.at >= end; });
  if (outside > 0) {
    header.warnings.push_back(std::to_string(outside) + " annotations lie before or after the recorded signal.");
  }
}

}  // namespace

core::Result<std::unique_ptr<core::Recording>> makeEdfRecording(EdfFile file,
                                                                const std::vector<std::string>& onlyChannels) {
  EdfHeader& header = file.header;
  core::Result<std::vector<std::size_t>> signals = chooseSignals(header, file.bytes.name(), onlyChannels);
  if (!signals) return signals.fault();
  const EdfSignal& first = header.signals[(*signals)[0]];
  core::Result<std::vector<std::int64_t>> placed =
      placeRecords(header, file.annotations, first.samplesPerRecord, header.warnings);
  if (!placed) {
    Fault fault = placed.fault();
    fault.what = "\"" + file.bytes.name() + "\": " + fault.what;
    return fault;
  }
  const auto segments = segmentsOf(*placed, first.samplesPerRecord, first.sampleRateHz, file.annotations);
  if (segments.empty()) {
    return Fault{FaultCode::kBadFormat, "\"" + file.bytes.name() + "\" holds a header but no data.",
                 "The recording was not finished, or the file was cut off. There is nothing to open."};
  }
  warnOfOddities(header, segments, eventsOf(file.annotations, first.sampleRateHz));
  return std::unique_ptr<core::Recording>(
      std::make_unique<EdfRecording>(std::move(file), std::move(*signals), std::move(*placed)));
}

}  // namespace tonus::interop
