#include "edf_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "edf_fields.h"
#include "text_number.h"

namespace tonus::interop {

namespace {

constexpr double kExact = 1e-12;
constexpr double kShortestWholeS = 0.05, kShortestWithGapsS = 0.008;  // below it records would be mostly header

double durationError(std::int64_t frames, double rateHz) {
  const double exactS = static_cast<double>(frames) / rateHz;
  const auto text = eightCharacters(exactS);
  return text ? std::abs(*parseReal(*text) - exactS) / exactS : INFINITY;
}

std::int64_t framesPerRecord(const std::vector<core::Segment>& segments, double rateHz, std::int64_t maxFrames) {
  std::int64_t common = 0;
  for (const core::Segment& s : segments) common = std::gcd(common, s.framesN);
  const double shortestS = segments.size() > 1 ? kShortestWithGapsS : kShortestWholeS;
  const auto shortest = std::max<std::int64_t>(1, std::llround(shortestS * rateHz));
  for (std::int64_t n = maxFrames; n >= shortest; --n) {
    if (common % n == 0 && durationError(n, rateHz) <= kExact) return n;
  }
  for (std::int64_t n = maxFrames; n >= std::max<std::int64_t>(1, maxFrames / 2); --n) {
    if (durationError(n, rateHz) <= kExact) return n;
  }
  // A rate that no short duration meets exactly: the best of longer ones, so that hours do not drift.
  std::int64_t best = maxFrames;
  for (std::int64_t n = maxFrames; n <= 10 * maxFrames; ++n) {
    if (durationError(n, rateHz) < durationError(best, rateHz)) best = n;
  }
  return best;
}

void addBlanks(const std::vector<core::Segment>& segments, RecordPlan& plan) {
  std::size_t s = 0;
  for (const std::int64_t first : plan.firsts) {
    const std::int64_t end = first + plan.framesPerRecord;
    std::int64_t at = first;
    while (at < end) {
      while (s < segments.size() && segments[s].first.value + segments[s].framesN <= at) ++s;
      const std::int64_t from = s < segments.size() ? std::min(segments[s].first.value, end) : end;
      if (from > at) plan.blanks.push_back({at, from - at});
      at = s < segments.size() ? std::max(at, std::min(end, segments[s].first.value + segments[s].framesN)) : end;
    }
  }
}

}  // namespace

RecordPlan planRecords(const std::vector<core::Segment>& segments, double rateHz, std::int64_t maxFrames) {
  RecordPlan plan;
  plan.framesPerRecord = framesPerRecord(segments, rateHz, maxFrames);
  plan.durationText = eightCharacters(static_cast<double>(plan.framesPerRecord) / rateHz).value_or("");
  const double durationS = parseReal(plan.durationText).value_or(0);
  if (!(durationS > 0)) return plan;
  plan.rateHz = static_cast<double>(plan.framesPerRecord) / durationS;
  for (const core::Segment& segment : segments) {
    const std::int64_t covered = plan.firsts.empty() ? segment.first.value : plan.firsts.back() + plan.framesPerRecord;
    std::int64_t at = std::max(segment.first.value, covered);
    for (; at < segment.first.value + segment.framesN; at += plan.framesPerRecord) {
      plan.continuous = plan.continuous && (plan.firsts.empty() || plan.firsts.back() + plan.framesPerRecord == at);
      plan.firsts.push_back(at);
    }
  }
  addBlanks(segments, plan);
  return plan;
}

}  // namespace tonus::interop
