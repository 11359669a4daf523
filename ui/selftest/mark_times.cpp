#include "selftest/mark_times.h"

#include <algorithm>
#include <cmath>

namespace tonus::selftest {

void MarkTimes::take(core::SteadyTime at) {
  const core::SteadyTime sent = pending_.front();
  pending_.pop_front();
  seen_.push_back({sent, std::chrono::duration<double, std::milli>(at - sent).count()});
}

void MarkTimes::noticed(int n, core::SteadyTime at) {
  for (; n > 0 && !pending_.empty(); --n) take(at);
}

void MarkTimes::noticedUpTo(core::SteadyTime arrival, core::SteadyTime at) {
  while (!pending_.empty() && pending_.front() <= arrival) take(at);
}

void MarkTimes::giveUp(const MarkTimes& stamped, core::SteadyTime stampedBefore) {
  for (const Seen& s : stamped.seen_) {
    const auto at = s.sent + std::chrono::duration<double, std::milli>(s.ms);
    if (pending_.empty() || pending_.front() != s.sent || at >= stampedBefore) continue;
    pending_.pop_front();
    ++missedN_;
  }
}

core::LatencySummary MarkTimes::summary() const {
  core::LatencyHistogram all;
  for (const Seen& s : seen_) all.add(s.ms);
  return all.summary();
}

double MarkTimes::apartMs(const MarkTimes& other) const {
  double most = 0;
  for (const Seen& mine : seen_) {
    for (const Seen& its : other.seen_)
      if (its.sent == mine.sent) most = std::max(most, std::abs(its.ms - mine.ms));
  }
  return most;
}

}  // namespace tonus::selftest
