#pragma once
// Marks sent in at one end and noticed at the other, paired in order.

#include <cstdint>
#include <deque>
#include <vector>

#include "tonus/core/latency.h"
#include "tonus/core/time.h"

namespace tonus::selftest {

/// Pure; one thread.
class MarkTimes {
 public:
  struct Seen {
    core::SteadyTime sent;
    double ms;
  };

  void sent(core::SteadyTime at) { pending_.push_back(at); }
  /// `n` marks became visible together.
  void noticed(int n, core::SteadyTime at);
  /// Everything sent up to `arrival` is out.
  void noticedUpTo(core::SteadyTime arrival, core::SteadyTime at);
  /// What is said to be out (`stamped`) since before `stampedBefore` and still was not noticed never will be.
  void giveUp(const MarkTimes& stamped, core::SteadyTime stampedBefore);

  bool waiting() const { return !pending_.empty(); }
  const std::vector<Seen>& seen() const { return seen_; }
  std::uint64_t missedN() const { return missedN_; }
  core::LatencySummary summary() const;
  /// Largest difference to the same mark in `other`; 0 if they share none.
  double apartMs(const MarkTimes& other) const;

 private:
  void take(core::SteadyTime at);

  std::deque<core::SteadyTime> pending_;
  std::vector<Seen> seen_;
  std::uint64_t missedN_ = 0;
};

}  // namespace tonus::selftest
