#include "simulator/exercise.h"

#include <algorithm>
#include <cmath>

namespace tonus::drivers {

namespace {
constexpr double kRiseS = 0.12;
constexpr double kLateS = 2.5, kEarlyS = 1.0, kWeakShare = 0.45;
constexpr double kForever = 1e9;
constexpr double kMaximumOfWork = 2.5;
constexpr double kLessPerChannel = 0.15, kLeastShare = 0.4;
constexpr double kSkillS = 40;   // of work in target, of the quickest learner

bool isScripted(core::PhaseKind kind) {
  return kind == core::PhaseKind::kWorkRest || kind == core::PhaseKind::kTrial || kind == core::PhaseKind::kFree;
}
}  // namespace

std::vector<RepKind> mixedReps(std::uint64_t seed, std::size_t repsN) {
  Random random(seed, 5);
  std::vector<RepKind> reps;
  for (std::size_t i = 0; i < repsN; ++i) {
    const bool good = random.uniform() < 0.5;
    const auto other = static_cast<RepKind>(1 + random.next() % 4);
    reps.push_back(good ? RepKind::kGood : other);
  }
  return reps;
}

void Exercise::beginRep(core::PhaseKind kind) {
  const double reactionS = random_.between(0.2, 0.45), strength = random_.between(0.95, 1.15);
  letGoS_ = random_.between(0.15, 0.4);
  plan_ = {.fromS = reactionS, .untilS = kForever, .uv = strength * config_.workUv};
  if (kind == core::PhaseKind::kReference) {
    plan_.uv = strength * (config_.maximumUv > 0 ? config_.maximumUv : kMaximumOfWork * config_.workUv);
    return;
  }
  if (!isScripted(kind)) return;
  const RepKind rep = repsN_ < config_.reps.size() ? config_.reps[repsN_] : RepKind::kGood;
  ++repsN_;
  if (rep == RepKind::kLate) plan_.fromS = kLateS;
  if (rep == RepKind::kEarly) plan_.untilS = reactionS + kEarlyS;
  if (rep == RepKind::kWeak) plan_.uv *= kWeakShare;
  if (rep == RepKind::kMissed) plan_.uv = 0;
}

void Exercise::step(double dtS, const FeedbackSeen& seen) {
  if (config_.workUv <= 0) return;
  const bool working = seen.staged && seen.working;
  if (working && !wasWorking_) {
    beginRep(seen.kind);
    sinceCueS_ = 0;
  }
  wasWorking_ = working;
  sinceCueS_ += dtS;
  sinceRestS_ = working ? 0 : sinceRestS_ + dtS;
  const bool pulls = sinceCueS_ >= plan_.fromS && sinceCueS_ < plan_.untilS && sinceRestS_ < letGoS_;
  const double aimUv = pulls && seen.staged ? plan_.uv : 0;
  uv_ += (aimUv - uv_) * (1 - std::exp(-dtS / (aimUv > uv_ ? kRiseS : std::max(config_.releaseS, 1e-3))));
  if (working && seen.shown) {
    const double encouraged = 0.5 + (seen.inTarget ? 0.5 : 0.0);
    skill_ += config_.learning * encouraged * (1 - skill_) * dtS / kSkillS;
  }
}

double Exercise::effortUv(std::size_t channel) const {
  if (config_.pairRatio > 0 && channel == 1) return uv_;
  if (config_.pairRatio > 0 && channel == 0) return uv_ * config_.pairRatio * (1 - 0.5 * skill_);
  return uv_ * std::max(kLeastShare, 1 - kLessPerChannel * static_cast<double>(channel));
}

}  // namespace tonus::drivers
