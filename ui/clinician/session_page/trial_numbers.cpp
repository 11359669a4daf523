#include "clinician/session_page/trial_numbers.h"

#include <algorithm>
#include <limits>

namespace tonus::clinician {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void TrialNumbers::reset(double hopS, std::size_t channel) {
  *this = {};
  hopS_ = hopS;
  channel_ = channel;
  recent_.begin(hopS);
}

void TrialNumbers::add(const core::FeedbackFrame& frame, const core::ChannelFeedback* channels, std::size_t channelsN) {
  if (frame.phase == nullptr) return;
  const bool baseline = frame.phase->kind == core::PhaseKind::kBaseline;
  if (again_ || frame.phase->index != phase_) {
    again_ = false;
    // An earlier phase: what was seen until now was the preview's.
    if (baseline || frame.phase->index < phase_) baseSumUv_ = 0, baseN_ = 0;
    phase_ = frame.phase->index;
    sumUv_ = 0;
    n_ = hold_ = longest_ = 0;
    recent_.begin(hopS_);
  }
  rewardS_ = frame.rewardS;
  scoredS_ = frame.scoredS;
  reps_ = frame.reps;
  repsN_ = frame.phase->scored ? frame.phase->repsN : 0;
  recent_.add(frame.rewardS, frame.scoredS);
  const bool counts = frame.usable && !frame.paused;
  hold_ = counts && frame.inTarget ? hold_ + 1 : 0;
  longest_ = std::max(longest_, hold_);
  if (!counts || channel_ >= channelsN) return;
  sumUv_ += channels[channel_].envelopeUv;
  ++n_;
  if (!baseline) return;
  baseSumUv_ += channels[channel_].envelopeUv;
  ++baseN_;
}

double TrialNumbers::inTarget() const { return scoredS_ > 0 ? rewardS_ / scoredS_ : kNone; }
double TrialNumbers::meanUv() const { return n_ > 0 ? sumUv_ / static_cast<double>(n_) : kNone; }
double TrialNumbers::baselineUv() const { return baseN_ > 0 ? baseSumUv_ / static_cast<double>(baseN_) : kNone; }

}  // namespace tonus::clinician
