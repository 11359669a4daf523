#include "simulator/trainee.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tonus::drivers {

namespace {
using core::PhaseKind;

constexpr double kForever = 1e9;
constexpr double kRiseS = 0.12, kFallS = 0.12;
constexpr double kCoContraction = 0.1;                     // of the others, in one muscle's reference
constexpr double kCommonSpread = 0.06, kOwnSpread = 0.07;  // of repetitions, natural logarithm
constexpr double kLapses = 0.2, kLapseS = 1.2;             // repetitions that are let go too soon, and when
constexpr double kMoveS = 4.5;                             // a movement; what is left of a longer stage is rest
constexpr double kWholeMoveS = 6;                          // a stage up to here is all movement
constexpr double kArriveS = 3, kSkilledArriveS = 1.5;
constexpr double kWorkSkillS = 50, kTaskSkillS = 160;
constexpr double kRecall = 0.85;                           // of what was learned, without feedback
constexpr double kLookS = 1, kLooking = 0.06, kLeastGain = 0.85, kMostGain = 1.25;
constexpr double kShort = 0.75, kPlenty = 0.95;            // of the level, kTargetLevel being the line
constexpr double kBusyS = 16, kSkilledBusyS = 7, kRestS = 0.8, kSkilledRestS = 4.2;
constexpr double kRestlessS = 0.7, kRestlessSpread = 0.45;
constexpr double kDrop = 0.4, kLetGo = 0.5, kDropS = 0.15;

double mix(double from, double to, double part) { return from + (to - from) * part; }
}  // namespace

Trainee::Trainee(const SimulatedTraining& training, double learning, double practice, Random random)
    : learning_(learning), random_(random), skill_(practice) {
  for (const SimulatedMuscle& wanted : training.muscles) {
    muscles_.push_back({.wanted = wanted});
    works_ = works_ || wanted.workUv > 0;
    moves_ = moves_ || wanted.moveUv > 0;
    rests_ = rests_ || wanted.taskUv > 0;
  }
}

void Trainee::followStage(double dtS, const FeedbackSeen& seen) {
  if (seen.kind == kind_ && seen.stage == stage_) {
    stageS_ += dtS;
  } else {
    const bool arrived = wasMoving_ && stageS_ <= kWholeMoveS;
    arriveS_ = arrived ? 0 : mix(kArriveS, kSkilledArriveS, atHand_);
    kind_ = seen.kind;
    stage_ = seen.stage;
    stageS_ = 0;
  }
  wasMoving_ = seen.moving;
  betweenWork_ = seen.staged && !seen.working;
  lettingGo_ = moves_ && !seen.up && seen.working && seen.kind != PhaseKind::kReference && stageS_ >= arriveS_;
}

Trainee::Doing Trainee::asked(const FeedbackSeen& seen) const {
  if (seen.kind == PhaseKind::kReference) return seen.working || !seen.staged ? Doing::kReference : Doing::kNothing;
  if (seen.kind == PhaseKind::kTask && rests_) return Doing::kTask;
  if (seen.up && (works_ || seen.targetShare > 0)) {
    const bool throughout = seen.kind == PhaseKind::kTrial || seen.kind == PhaseKind::kTransfer || seen.kind == PhaseKind::kFree;
    return (seen.staged ? seen.working : throughout) ? Doing::kWork : Doing::kNothing;
  }
  const bool moves = moves_ && !seen.up && (seen.moving ? stageS_ < kMoveS : seen.working && stageS_ < arriveS_);
  return moves ? Doing::kMove : Doing::kNothing;
}

void Trainee::beginSpell(const FeedbackSeen& seen) {
  sinceS_ = 0;
  reactionS_ = random_.between(0.2, 0.45);
  common_ = std::exp(kCommonSpread * random_.gaussian());
  for (Muscle& m : muscles_) m.own = std::exp(kOwnSpread * random_.gaussian());
  const bool lapse = random_.uniform() < kLapses * (1 - atHand_);
  untilS_ = doing_ == Doing::kWork && seen.shown && lapse ? kLapseS : kForever;
}

/// Work and rest by turns. Who is told that a rest is due takes one soon.
void Trainee::stepTask(double dtS, const FeedbackSeen& seen) {
  const double before = kRestlessSpread * std::sqrt(2 * dtS / kRestlessS);
  for (Muscle& m : muscles_) m.restless += before * random_.gaussian() - m.restless * dtS / kRestlessS;
  leftS_ -= dtS;
  const bool told = seen.shown && seen.restDue && learning_ > 0;
  if (told && !told_ && !pausing_) leftS_ = std::min(leftS_, random_.between(0.4, 2));
  told_ = told;
  if (leftS_ > 0) return;
  pausing_ = !pausing_;
  leftS_ = random_.between(0.6, 1.4) * (pausing_ ? mix(kRestS, kSkilledRestS, atHand_) : mix(kBusyS, kSkilledBusyS, atHand_));
}

void Trainee::learn(double dtS, const FeedbackSeen& seen) {
  atHand_ = (seen.shown ? 1 : kRecall) * skill_;
  if (!seen.shown || learning_ <= 0) return;
  const double encouraged = 0.5 + (seen.inTarget ? 0.5 : 0.0);
  if (doing_ == Doing::kWork || doing_ == Doing::kTask || lettingGo_)
    skill_ += learning_ * encouraged * (1 - skill_) * dtS / (doing_ == Doing::kTask ? kTaskSkillS : kWorkSkillS);
  if (doing_ != Doing::kWork || sinceS_ < kLookS || sinceS_ > untilS_) return;
  const auto level = static_cast<double>(seen.level);
  const double way = level < kShort ? 1 : level > kPlenty ? -1 : 0;
  gain_ = std::clamp(gain_ + learning_ * kLooking * way * dtS, kLeastGain, kMostGain);
}

double Trainee::workUv(const Muscle& m, const FeedbackSeen& seen) const {
  if (seen.targetShare > 0 && m.wanted.referenceUv > 0) return seen.targetShare * m.wanted.referenceUv;
  if (m.wanted.workUv <= 0) return 0;
  return gain_ * m.wanted.workUv * std::pow(m.wanted.skilledWorkUv / m.wanted.workUv, atHand_);
}

double Trainee::aimUv(std::size_t channel, const FeedbackSeen& seen) const {
  const Muscle& m = muscles_[channel];
  const bool pulls = sinceS_ >= reactionS_ && sinceS_ < untilS_;
  switch (doing_) {
    case Doing::kReference: {
      const bool asked = seen.channel < 0 || seen.channel == static_cast<int>(channel);
      // As strong as ever: the best two repetitions agree.
      const double strength = 1 + 0.3 * (common_ - 1);
      return pulls ? strength * m.wanted.referenceUv * (asked ? 1 : kCoContraction) : 0;
    }
    case Doing::kWork: return pulls ? common_ * m.own * workUv(m, seen) : 0;
    case Doing::kMove: return common_ * m.own * m.wanted.moveUv;
    case Doing::kTask: return pausing_ ? 0 : m.wanted.taskUv * std::exp(m.restless);
    default: return 0;
  }
}

void Trainee::step(double dtS, const FeedbackSeen& seen) {
  if (muscles_.empty()) return;
  followStage(dtS, seen);
  learn(dtS, seen);
  if (const Doing doing = asked(seen); std::exchange(doing_, doing) != doing) beginSpell(seen);
  sinceS_ += dtS;
  if (doing_ == Doing::kTask) stepTask(dtS, seen);
  for (std::size_t c = 0; c < muscles_.size(); ++c) {
    const double aim = aimUv(c, seen);
    double& uv = muscles_[c].uv;
    uv += (aim - uv) * (1 - std::exp(-dtS / (aim > uv ? kRiseS : kFallS)));
  }
  const bool down = doing_ == Doing::kTask && pausing_;
  const double dropAim = down ? kDrop : lettingGo_ ? mix(1, kLetGo, atHand_) : 1;
  drop_ += (dropAim - drop_) * (1 - std::exp(-dtS / kDropS));
}

}  // namespace tonus::drivers
