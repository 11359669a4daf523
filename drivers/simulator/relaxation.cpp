#include "simulator/relaxation.h"

#include <algorithm>
#include <cmath>

namespace tonus::drivers {

namespace {
constexpr double kFeedbackFadesS = 1.0;
constexpr double kLearnS = 150;           // of the quickest learner in target all the time
constexpr double kBetweenLapsesS = 45;
constexpr double kLapseAttention = 0.25;
constexpr double kSearchS = 2.5;          // how long one idea is tried
constexpr double kUsualS = 5;
constexpr double kConviction = 5;         // about half a minute of contradiction turns the belief

struct Aim {
  double depth;
  double tauS;
};

Aim aimOf(core::PhaseKind kind, bool guided, double skill, double attention) {
  using core::PhaseKind;
  if (guided) return {attention * skill, 6};
  switch (kind) {
    case PhaseKind::kTransfer: return {attention * 0.7 * skill, 12};
    case PhaseKind::kEndBaseline: return {0.35 * skill, 20};
    case PhaseKind::kRest: return {-0.08, 15};
    default: return {0.1 * skill, 20};
  }
}
}  // namespace

void Relaxation::stepAttention(double dtS) {
  if (lapseLeftS_ > 0) {
    lapseLeftS_ -= dtS;
  } else if (random_.uniform() * kBetweenLapsesS < dtS) {
    lapseLeftS_ = random_.between(3, 9);
  }
}

/// Did the level rise when the muscle got softer than it usually was, or when it got tenser?
/// Somebody who was told to tighten does not have to find out.
void Relaxation::findDirection(double dtS, double level, bool toldUp) {
  usualDepth_ += (depth() - usualDepth_) * dtS / kUsualS;
  usualLevel_ += (level - usualLevel_) * dtS / kUsualS;
  belief_ += kConviction * (depth() - usualDepth_) * (level - usualLevel_) * dtS;
  belief_ = toldUp ? -1.0 : std::clamp(belief_, -1.0, 1.0);
}

void Relaxation::step(double dtS, const FeedbackSeen& seen) {
  // Drawn whether needed or not, so that what is seen never shifts the chances that follow.
  stepAttention(dtS);
  const double whim = random_.gaussian();
  if (learning_ <= 0) return;

  sinceFeedbackS_ = seen.fresh ? 0 : sinceFeedbackS_ + dtS;
  const bool guided = seen.shown && sinceFeedbackS_ < kFeedbackFadesS && seen.kind != core::PhaseKind::kRest;
  const double attention = lapseLeftS_ > 0 ? kLapseAttention : 1.0;
  if (guided) {
    const double encouraged = 0.5 + 0.3 * static_cast<double>(seen.level) + (seen.inTarget ? 0.2 : 0.0);
    findDirection(dtS, static_cast<double>(seen.level), seen.up);
    skill_ += learning_ * attention * encouraged * (1 - skill_) * dtS / kLearnS;
  }
  const Aim aim = aimOf(seen.kind, guided, belief_ < 0 ? -skill_ : skill_, attention);
  depth_ += (aim.depth - depth_) * dtS / aim.tauS;
  const double spread = guided ? 0.04 + 0.10 * (1 - skill_) : 0.03;
  searching_ += -searching_ * dtS / kSearchS + spread * std::sqrt(2 * dtS / kSearchS) * whim;
}

}  // namespace tonus::drivers
