#include "edf_timeline.h"

#include <algorithm>
#include <cmath>

namespace tonus::interop {

using core::Fault;
using core::FaultCode;
using core::SampleIndex;

namespace {

constexpr double kMaxFrames = 9.0e15;  // beyond it a double no longer counts single frames

std::vector<std::int64_t> continuous(std::int64_t recordsN, std::int64_t samplesPerRecord) {
  std::vector<std::int64_t> firsts(static_cast<std::size_t>(recordsN));
  for (std::size_t r = 0; r < firsts.size(); ++r) firsts[r] = static_cast<std::int64_t>(r) * samplesPerRecord;
  return firsts;
}

// The stated record that cannot be placed, or -1.
struct Placed {
  std::vector<std::int64_t> firsts;
  std::int64_t badRecord = -1;
  std::int64_t gapsN = 0;
};

Placed placeByStamps(const EdfAnnotations& annotations, std::int64_t samplesPerRecord, double rateHz,
                     double toleranceFrames) {
  Placed out;
  const auto& starts = annotations.recordStartsS;
  std::int64_t expected = 0;
  for (std::size_t r = 0; r < starts.size(); ++r) {
    const double exact = starts[r] && starts[0] ? (*starts[r] - *starts[0]) * rateHz : kMaxFrames;
    const double ahead = exact - static_cast<double>(expected);
    if (!(std::abs(exact) < kMaxFrames) || ahead <= -toleranceFrames) {
      out.badRecord = static_cast<std::int64_t>(r);
      return out;
    }
    const bool gap = ahead >= toleranceFrames;
    const std::int64_t first = gap ? std::llround(exact) : expected;
    out.gapsN += gap ? 1 : 0;
    out.firsts.push_back(first);
    expected = first + samplesPerRecord;
  }
  return out;
}

}  // namespace

double firstRecordOnsetS(const EdfAnnotations& annotations) {
  return annotations.recordStartsS.empty() ? 0.0 : annotations.recordStartsS.front().value_or(0.0);
}

core::Result<std::vector<std::int64_t>> placeRecords(const EdfHeader& header, const EdfAnnotations& annotations,
                                                     std::int64_t samplesPerRecord,
                                                     std::vector<std::string>& warnings) {
  const bool hasStamps = header.isPlus && !annotations.recordStartsS.empty();
  if (!hasStamps && header.saysDiscontinuous && header.recordsN > 0) {
    return Fault{FaultCode::kBadFormat, "The file says it has gaps (+D) but no record says when it starts.",
                 "Nothing was read, because its samples cannot be placed in time."};
  }
  if (!hasStamps) return continuous(header.recordsN, samplesPerRecord);
  const double rateHz = static_cast<double>(samplesPerRecord) / header.recordDurationS;
  const double stampFrames = annotations.startDecimals == 0 ? 0.0 : 0.5 * std::pow(10.0, -annotations.startDecimals) * rateHz;
  // A file that promises no gaps is only contradicted by a clear one.
  const double least = header.saysDiscontinuous ? 0.75 : 0.5 * static_cast<double>(samplesPerRecord);
  Placed placed = placeByStamps(annotations, samplesPerRecord, rateHz, std::max(least, stampFrames + 0.01));
  if (placed.badRecord >= 0 && header.saysDiscontinuous) {
    return Fault{FaultCode::kBadFormat, "Record " + std::to_string(placed.badRecord + 1) +
                     " does not say when it starts, or starts before the one ahead of it has ended.",
                 "Nothing was read, because its samples cannot be placed in time."};
  }
  if (placed.badRecord >= 0) {
    warnings.emplace_back("The records' start times are missing or contradict each other; the file says it is "
                          "continuous and was read so.");
    return continuous(header.recordsN, samplesPerRecord);
  }
  if (placed.gapsN > 0 && !header.saysDiscontinuous) {
    warnings.push_back("The file says it is continuous, but its records leave " + std::to_string(placed.gapsN) +
                       " gaps; they were kept as gaps.");
  }
  return std::move(placed.firsts);
}

namespace {

struct Range {
  std::int64_t first = 0, end = 0;
};

std::vector<Range> blanksOf(const EdfAnnotations& annotations, double sampleRateHz) {
  std::vector<Range> blanks;
  const double zeroS = firstRecordOnsetS(annotations);
  for (const EdfNote& note : annotations.notes) {
    if (note.text != kNotRecordedText || !note.durationS) continue;
    const double first = (note.onsetS - zeroS) * sampleRateHz, length = *note.durationS * sampleRateHz;
    if (!(std::abs(first) < kMaxFrames) || !(length < kMaxFrames)) continue;
    blanks.push_back({std::llround(first), std::llround(first) + std::llround(length)});
  }
  std::sort(blanks.begin(), blanks.end(), [](Range a, Range b) { return a.first < b.first; });
  return blanks;
}

std::vector<Range> runsOf(const std::vector<std::int64_t>& firsts, std::int64_t samplesPerRecord) {
  std::vector<Range> runs;
  for (const std::int64_t first : firsts) {
    if (!runs.empty() && runs.back().end == first) {
      runs.back().end += samplesPerRecord;
    } else {
      runs.push_back({first, first + samplesPerRecord});
    }
  }
  return runs;
}

}  // namespace

std::vector<core::Segment> segmentsOf(const std::vector<std::int64_t>& recordFirsts, std::int64_t samplesPerRecord,
                                      double sampleRateHz, const EdfAnnotations& annotations) {
  const std::vector<Range> blanks = blanksOf(annotations, sampleRateHz);
  std::vector<core::Segment> segments;
  std::size_t b = 0;
  std::int64_t blankedTo = INT64_MIN;  // blanks may overlap
  for (const Range& run : runsOf(recordFirsts, samplesPerRecord)) {
    std::int64_t at = std::max(run.first, blankedTo);
    for (; b < blanks.size() && blanks[b].first < run.end; ++b) {
      if (blanks[b].first > at) segments.push_back({SampleIndex{at}, blanks[b].first - at});
      blankedTo = std::max(blankedTo, blanks[b].end);
      at = std::max(at, blankedTo);
    }
    if (at < run.end) segments.push_back({SampleIndex{at}, run.end - at});
  }
  return segments;
}

std::vector<core::DeviceEvent> eventsOf(const EdfAnnotations& annotations, double sampleRateHz) {
  std::vector<core::DeviceEvent> events;
  const double zeroS = firstRecordOnsetS(annotations);
  for (const EdfNote& note : annotations.notes) {
    const double at = (note.onsetS - zeroS) * sampleRateHz;
    if (note.text == kNotRecordedText || !(std::abs(at) < kMaxFrames)) continue;
    events.push_back({SampleIndex{std::llround(at)}, note.text});
  }
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return events;
}

}  // namespace tonus::interop
