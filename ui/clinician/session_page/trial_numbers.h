#pragma once
// The few numbers a clinician watches while a phase runs. Pure; counts feedback hops, so gaps and pauses stay out.

#include <cstdint>

#include "clinician/session_page/recent_success.h"
#include "tonus/core/processed.h"

namespace tonus::clinician {

class TrialNumbers {
 public:
  /// `channel`: the first trained one, whose mean is told.
  void reset(double hopS, std::size_t channel);
  void add(const core::FeedbackFrame& frame, const core::ChannelFeedback* channels, std::size_t channelsN);

  /// This phase begins again: what comes from now on is counted afresh.
  void again() { again_ = true; }

  double inTarget() const;    ///< fraction of this phase's scored time, NaN before any
  double inTargetNow() const { return recent_.share(); }  ///< of its last 30 s
  double meanUv() const;      ///< this phase, NaN before any
  double baselineUv() const;  ///< mean of the last baseline phase, NaN before any
  std::size_t channel() const { return channel_; }
  std::uint32_t reps() const { return reps_; }    ///< of this phase that reached their goal
  std::uint32_t repsN() const { return repsN_; }  ///< that it asks for; 0 = none are judged
  double longestHoldS() const { return static_cast<double>(longest_) * hopS_; }

 private:
  double hopS_ = 0.01;
  std::size_t channel_ = 0;
  std::uint32_t phase_ = UINT32_MAX;
  bool again_ = false;
  float rewardS_ = 0, scoredS_ = 0;
  std::uint32_t reps_ = 0, repsN_ = 0;
  RecentSuccess recent_;
  double sumUv_ = 0;
  std::int64_t n_ = 0;
  double baseSumUv_ = 0;
  std::int64_t baseN_ = 0;
  std::int64_t hold_ = 0, longest_ = 0;
};

}  // namespace tonus::clinician
