// Writes BDF+ and EDF+. Source of the layout: www.edfplus.info; BioSemi's BDF page for the 24-bit variant.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "edf_annotations.h"
#include "edf_date.h"
#include "edf_fields.h"
#include "edf_header.h"
#include "edf_plan.h"
#include "new_file.h"
#include "utf8.h"

namespace tonus::interop {

using core::Fault;
using core::FaultCode;
using core::SampleIndex;

namespace {

constexpr std::int64_t kMaxRecordBytes = 61440;  // recommended by EDF
constexpr std::size_t kMaxTextBytes = 4000;      // of one annotation: each record has room for the longest
constexpr std::int64_t kMaxRecordsN = 99'999'999, kScanFrames = 16384;
constexpr double kScanShare = 0.4;               // of the work: reading for the extremes; the rest reads again and writes

/// Passes on how far the work is; not ok once it shall stop.
class Told {
 public:
  explicit Told(const core::Progress& progress) : progress_(progress) {}
  core::Status at(double fraction) const {
    if (!progress_ || progress_(fraction)) return {};
    return Fault{FaultCode::kCancelled, "The export was cancelled.", "Nothing was written."};
  }

 private:
  const core::Progress& progress_;
};

struct Extremes {
  std::int32_t least = 0, most = 0;
};

core::Result<std::vector<Extremes>> extremesOf(core::Recording& recording, const Told& told) {
  const std::size_t channelsN = recording.format().channelsN();
  std::vector<Extremes> extremes(channelsN);
  std::vector<std::int32_t> counts;
  bool first = true;
  std::int64_t scanned = 0, all = 0;
  for (const core::Segment& segment : recording.segments()) all += segment.framesN;
  for (const core::Segment& segment : recording.segments()) {
    for (std::int64_t done = 0; done < segment.framesN; done += kScanFrames) {
      const std::int64_t n = std::min(kScanFrames, segment.framesN - done);
      counts.resize(static_cast<std::size_t>(n) * channelsN);
      if (core::Status read = recording.read(segment.first + done, counts); !read) return read.fault();
      for (std::size_t i = 0; i < counts.size(); ++i) {
        Extremes& e = extremes[i % channelsN];
        const bool fresh = first && i < channelsN;
        e.least = fresh ? counts[i] : std::min(e.least, counts[i]);
        e.most = fresh ? counts[i] : std::max(e.most, counts[i]);
      }
      first = false;
      scanned += n;
      if (core::Status on = told.at(kScanShare * static_cast<double>(scanned) / static_cast<double>(all)); !on) return on.fault();
    }
  }
  return extremes;
}

// Annotations are UTF-8 without the bytes that end them.
std::string annotationText(const std::string& text) {
  std::string clean = asUtf8(text);
  for (char& c : clean) {
    if ((c >= 0 && c < ' ') || c == 127) c = ' ';
  }
  if (clean.size() > kMaxTextBytes) {
    clean.resize(kMaxTextBytes);
    while (!isUtf8(clean)) clean.pop_back();
    clean += "...";
  }
  return clean.empty() ? "event" : clean;
}

std::string stamp(double seconds) {
  std::string text = decimal(seconds);
  if (text[0] != '-') text.insert(text.begin(), '+');
  return text;
}

std::string word(const std::string& text) {  // a subfield: spaces separate those
  std::string clean = text.empty() ? "X" : text;
  std::replace(clean.begin(), clean.end(), ' ', '_');
  return clean;
}

class Writer {
 public:
  Writer(core::Recording& recording, EdfKind kind, const EdfPatient& patient, const core::Progress& progress)
      : recording_(recording), patient_(patient), told_(progress), bytesPerSample_(kind == EdfKind::kBdfPlus ? 3 : 2) {}

  core::Status run(const std::filesystem::path& path) {
    if (core::Status planned = plan(); !planned) return planned;
    core::Result<NewFile> file = NewFile::create(path);
    if (!file) return file.fault();
    if (core::Status head = file->write(header()); !head) return head;
    for (std::size_t r = 0; r < plan_.firsts.size(); ++r) {
      core::Result<std::string> bytes = record(r);
      if (!bytes) return bytes.fault();
      if (core::Status body = file->write(*bytes); !body) return body;
      const double written = static_cast<double>(r + 1) / static_cast<double>(plan_.firsts.size());
      if (core::Status on = told_.at(kScanShare + (1 - kScanShare) * written); !on) return on;
    }
    return file->commit();
  }

 private:
  const core::StreamFormat& format() const { return recording_.format(); }
  double secondsOf(std::int64_t frame) const {
    return startFractionS_ + static_cast<double>(frame - plan_.firsts.front()) / plan_.rateHz;
  }

  core::Status plan() {
    const auto bytesPerFrame = static_cast<std::int64_t>(format().channelsN()) * bytesPerSample_;
    if (recording_.segments().empty() || bytesPerFrame == 0 || !(format().sampleRateHz > 0)) {
      return Fault{FaultCode::kInvalid, "The recording \"" + recording_.title() + "\" holds no signal to write.", "Nothing was written."};
    }
    const auto second = std::llround(format().sampleRateHz);
    const std::int64_t most = std::clamp<std::int64_t>(second, 1, std::max<std::int64_t>(1, kMaxRecordBytes / bytesPerFrame));
    plan_ = planRecords(recording_.segments(), format().sampleRateHz, most);
    if (plan_.firsts.empty() || static_cast<std::int64_t>(plan_.firsts.size()) > kMaxRecordsN) {
      return Fault{FaultCode::kUnsupported, "The recording \"" + recording_.title() + "\" cannot be cut into the records of this format.",
                   "Nothing was written. Choose CSV."};
    }
    core::Result<std::vector<Extremes>> extremes = extremesOf(recording_, told_);
    if (!extremes) return extremes.fault();
    for (std::size_t c = 0; c < format().channelsN(); ++c) {
      const Extremes& e = (*extremes)[c];
      core::Result<DigitalRange> range = digitalRange(format().channels[c], 8 * bytesPerSample_, e.least, e.most);
      if (!range) return range.fault();
      ranges_.push_back(std::move(*range));
    }
    planStart();
    planAnnotations();
    return {};
  }

  void planStart() {
    const auto start = recording_.startTime();
    if (!start) return;
    const double skippedS = static_cast<double>(plan_.firsts.front()) / format().sampleRateHz;
    const core::WallTime first = *start + std::chrono::nanoseconds(std::llround(skippedS * 1e9));
    EdfDateText text = formatEdfDate(first);
    if (text.year < 1985 || text.year > 2084) return;  // two digits would say another century
    start_ = std::move(text);
    startFractionS_ = start_->fractionS;
  }

  struct Note {
    std::int64_t at = 0;
    std::string tal;
  };

  std::vector<Note> notes() const {
    std::vector<Note> notes;
    for (const core::DeviceEvent& e : recording_.events()) {
      notes.push_back({e.at.value, formatTal(stamp(secondsOf(e.at.value)), "", annotationText(e.text))});
    }
    for (const Blank& b : plan_.blanks) {
      const std::string durationS = decimal(static_cast<double>(b.framesN) / plan_.rateHz);
      notes.push_back({b.first, formatTal(stamp(secondsOf(b.first)), durationS, kNotRecordedText)});
    }
    std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) { return a.at < b.at; });
    return notes;
  }

  // A note goes into the record it belongs to, or a later one with room; EDF+ allows any.
  void planAnnotations() {
    const std::vector<Note> all = notes();
    std::size_t longest = 0;
    for (const Note& n : all) longest = std::max(longest, n.tal.size());
    for (std::size_t capacity = 40 + longest;; capacity += capacity / 2) {
      lists_.assign(plan_.firsts.size(), {});
      std::size_t next = 0;
      for (std::size_t r = 0; r < lists_.size(); ++r) {
        lists_[r] = formatTal(stamp(secondsOf(plan_.firsts[r])), "", "");
        const bool last = r + 1 == lists_.size();
        while (next < all.size() && (last || all[next].at < plan_.firsts[r] + plan_.framesPerRecord) &&
               lists_[r].size() + all[next].tal.size() <= capacity) {
          lists_[r] += all[next++].tal;
        }
      }
      if (next == all.size()) break;
    }
    std::size_t bytes = 0;
    for (const std::string& list : lists_) bytes = std::max(bytes, list.size());
    annotationSamples_ = static_cast<std::int64_t>(bytes) / bytesPerSample_ + 1;  // ends in a NUL at least
  }

  std::string header() const {
    const bool bdf = bytesPerSample_ == 3;
    const std::size_t signalsN = format().channelsN() + 1;
    std::string h = bdf ? std::string("\xFF" "BIOSEMI", 8) : asciiField("0", 8);
    h += asciiField(word(patient_.code) + " X X " + word(patient_.name), 80);
    h += asciiField("Startdate " + (start_ ? start_->startdate : "X") + " X X Tonus " + patient_.recording, 80);
    h += asciiField(start_ ? start_->date : "01.01.85", 8) + asciiField(start_ ? start_->time : "00.00.00", 8);
    h += asciiField(std::to_string(256 * (signalsN + 1)), 8);
    h += asciiField(std::string(bdf ? "BDF+" : "EDF+") + (plan_.continuous ? "C" : "D"), 44);
    h += asciiField(std::to_string(plan_.firsts.size()), 8) + asciiField(plan_.durationText, 8);
    h += asciiField(std::to_string(signalsN), 4);
    return h + signalHeaders(bdf);
  }

  std::string signalHeaders(bool bdf) const {
    const std::string limit = bdf ? "8388607" : "32767", below = bdf ? "-8388608" : "-32768";
    std::array<std::string, 10> columns;
    for (std::size_t c = 0; c < format().channelsN(); ++c) {
      const DigitalRange& range = ranges_[c];
      addSignal(columns, {format().channels[c].label, "", range.unit, range.physMin, range.physMax,
                          std::to_string(range.digMin), std::to_string(range.digMax), "",
                          std::to_string(plan_.framesPerRecord), ""});
    }
    addSignal(columns, {bdf ? "BDF Annotations" : "EDF Annotations", "", "", "-1", "1", below, limit, "",
                        std::to_string(annotationSamples_), ""});
    std::string h;
    for (const std::string& column : columns) h += column;
    return h;
  }

  static void addSignal(std::array<std::string, 10>& columns, const std::array<std::string, 10>& fields) {
    constexpr std::array<std::size_t, 10> kWidths = {16, 80, 8, 8, 8, 8, 8, 80, 8, 32};
    for (std::size_t i = 0; i < fields.size(); ++i) columns[i] += asciiField(fields[i], kWidths[i]);
  }

  core::Result<std::string> record(std::size_t r) {
    if (core::Status filled = fillFrames(plan_.firsts[r]); !filled) return filled.fault();
    const std::size_t channelsN = format().channelsN();
    std::string bytes;
    bytes.reserve((frames_.size() + static_cast<std::size_t>(annotationSamples_)) * 3);
    for (std::size_t c = 0; c < channelsN; ++c) {
      for (std::size_t i = c; i < frames_.size(); i += channelsN) {
        const auto value = static_cast<std::uint32_t>(frames_[i]);
        bytes += static_cast<char>(value & 0xFF);
        bytes += static_cast<char>(value >> 8 & 0xFF);
        if (bytesPerSample_ == 3) bytes += static_cast<char>(value >> 16 & 0xFF);
      }
    }
    std::string list = lists_[r];
    list.resize(static_cast<std::size_t>(annotationSamples_ * bytesPerSample_), '\0');
    return bytes + list;
  }

  // Where nothing was recorded the last value is held: a flat line is the least like a signal. It is marked as blank.
  core::Status fillFrames(std::int64_t first) {
    const std::size_t channelsN = format().channelsN();
    frames_.resize(static_cast<std::size_t>(plan_.framesPerRecord) * channelsN);
    std::int64_t at = first;
    const std::int64_t end = first + plan_.framesPerRecord;
    while (at < end) {
      const auto& segments = recording_.segments();
      while (segment_ < segments.size() && segments[segment_].first.value + segments[segment_].framesN <= at) ++segment_;
      const std::int64_t from = segment_ < segments.size() ? std::min(end, segments[segment_].first.value) : end;
      auto* place = frames_.data() + static_cast<std::size_t>(at - first) * channelsN;
      if (at < from) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(from - at) * channelsN; ++i) place[i] = place[i - channelsN];
        at = from;
        continue;
      }
      const std::int64_t n = std::min(end, segments[segment_].first.value + segments[segment_].framesN) - at;
      if (core::Status read = recording_.read(SampleIndex{at}, {place, static_cast<std::size_t>(n) * channelsN}); !read) {
        return read;
      }
      at += n;
    }
    return {};
  }

  core::Recording& recording_;
  const EdfPatient& patient_;
  const Told told_;
  const std::int64_t bytesPerSample_;
  RecordPlan plan_;
  std::vector<DigitalRange> ranges_;
  std::optional<EdfDateText> start_;
  double startFractionS_ = 0;
  std::vector<std::string> lists_;   // of annotations, one a record
  std::int64_t annotationSamples_ = 0;
  std::size_t segment_ = 0;
  std::vector<std::int32_t> frames_;
};

}  // namespace

core::Status writeEdf(core::Recording& recording, const std::filesystem::path& path, EdfKind kind,
                      const EdfPatient& patient, const core::Progress& progress) {
  return Writer(recording, kind, patient, progress).run(path);
}

}  // namespace tonus::interop
