#include "simulator/patient.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace tonus::drivers {

namespace {
constexpr double kTiringUv = 20;            // effort below this tires nobody
constexpr double kLowestFreshness = 0.4;
constexpr double kBreathingDepth = 0.08;
constexpr double kDriftS = 60, kDriftSpread = 0.12, kOwnDriftSpread = 0.06;
constexpr double kBetweenBurstsS = 16;
constexpr double kSoftestUv = 0.8;  // no training goes below

constexpr double kSlack = 0.08, kSlackS = 1.5;      // asked to let everything go, the muscle gives no more than this
constexpr double kStrain = 1.7, kStrainS = 8, kCalmS = 15;  // under stress; how soon it comes and goes
constexpr double kUnsteadyS = 47;                   // once up and down

enum Stream : std::uint64_t { kRelaxation = 1, kPatient = 2, kExercise = 3, kTremor = 4, kTrainee = 6 };

double softestUv(const SimulatorConfig& c) {
  return std::min(c.restingUv, std::max(kSoftestUv, c.softest * c.restingUv));
}

double ornsteinUhlenbeck(double x, double dtS, double tauS, double spread, double gaussian) {
  return x - x * dtS / tauS + spread * std::sqrt(2 * dtS / tauS) * gaussian;
}
}  // namespace

double effortAt(const std::vector<EffortPoint>& points, double tS) {
  if (points.empty()) return 0;
  const auto after = std::ranges::upper_bound(points, tS, {}, &EffortPoint::atS);
  if (after == points.begin()) return points.front().rmsUv;
  if (after == points.end()) return points.back().rmsUv;
  const EffortPoint& before = *std::prev(after);
  const double part = (tS - before.atS) / (after->atS - before.atS);
  return before.rmsUv + part * (after->rmsUv - before.rmsUv);
}

Patient::Patient(const SimulatorConfig& config)
    : config_(config),
      relaxation_(config.learning, Random(config.seed, kRelaxation)),
      exercise_(config, Random(config.seed, kExercise)),
      trainee_(config.training, config.learning, config.practice, Random(config.seed, kTrainee)),
      random_(config.seed, kPatient),
      muscles_(config.channelsN) {
  for (std::size_t c = 0; c < muscles_.size(); ++c) {
    // Alike but not equal, and less the higher the channel.
    const double place = static_cast<double>(c) / static_cast<double>(std::max<std::size_t>(muscles_.size() - 1, 1));
    muscles_[c].share = c == 0 ? 1.0 : (1 - 0.45 * place) * random_.between(0.9, 1.1);
    muscles_[c].burstWeight = random_.between(0.3, 1.0);
    muscles_[c].drift = kOwnDriftSpread * random_.gaussian();
  }
  drift_ = 0.5 * kDriftSpread * random_.gaussian();
  breath_ = random_.uniform();
  breathHz_ = random_.between(0.2, 0.3);
  tremorHz_ = Random(config.seed, kTremor).between(8, 12);
  step(0, {});
}

EmgCorners Patient::corners(std::size_t channel) const {
  const EmgCorners rested;
  return {rested.lowHz * muscles_[channel].freshness, rested.highHz * muscles_[channel].freshness};
}

void Patient::stepBurst(double dtS) {
  if (burstLengthS_ > 0) {
    burstS_ += dtS;
    if (burstS_ >= burstLengthS_) burstLengthS_ = 0;
  } else if (random_.uniform() * kBetweenBurstsS < dtS) {
    const bool swallow = random_.uniform() < 0.6;
    burstS_ = 0;
    burstLengthS_ = swallow ? random_.between(0.4, 0.8) : random_.between(1.0, 2.5);
    burstGain_ = random_.between(1.5, swallow ? 5.0 : 3.0);
  }
}

void Patient::stepMood(double dtS) {
  drift_ = ornsteinUhlenbeck(drift_, dtS, kDriftS, kDriftSpread, random_.gaussian());
  breath_ += breathHz_ * dtS;
  breath_ -= std::floor(breath_);
  wander_ = 1 + kBreathingDepth * std::sin(2 * std::numbers::pi * breath_);
  stepBurst(dtS);
}

void Patient::prepareFor(const SimulatedTraining& training) {
  trainee_ = Trainee(training, config_.learning, config_.practice, Random(config_.seed, kTrainee));
}

double Patient::restingUv(std::size_t channel, double dtS) {
  Muscle& muscle = muscles_[channel];
  const double ownUv = trainee_.restingUv(channel);
  const double startUv = ownUv > 0 ? ownUv : config_.restingUv * muscle.share;
  muscle.drift = ornsteinUhlenbeck(muscle.drift, dtS, kDriftS, kOwnDriftSpread, random_.gaussian());
  const double depthLog = std::log(softestUv(config_) / config_.restingUv) * relaxation_.depth();
  double uv = startUv * std::exp(drift_ + muscle.drift + depthLog) * wander_;
  if (burstLengthS_ > 0) {
    const double rise = std::sin(std::numbers::pi * burstS_ / burstLengthS_);
    uv += startUv * burstGain_ * muscle.burstWeight * rise * rise;
  }
  return uv;
}

double Patient::shaken() const {
  const double turn = 2 * std::numbers::pi * tS_;
  return (1 + config_.tremor * std::sin(turn * tremorHz_)) * (1 + config_.unsteadiness * std::sin(turn / kUnsteadyS));
}

void Patient::step(double dtS, const FeedbackSeen& seen) {
  tS_ += dtS;
  exercise_.step(dtS, seen);
  trainee_.step(dtS, seen);
  FeedbackSeen ofRest = seen;
  ofRest.shown = seen.shown && !trainee_.busy();
  relaxation_.step(dtS, ofRest);
  const double slackAim = seen.kind == core::PhaseKind::kNoiseFloor ? kSlack : 1;
  slack_ += (slackAim - slack_) * std::min(1.0, dtS / kSlackS);
  const bool stressed = seen.kind == core::PhaseKind::kChallenge;
  strain_ += ((stressed ? kStrain : 1) - strain_) * dtS / (stressed ? kStrainS : kCalmS);
  stepMood(dtS);
  for (std::size_t c = 0; c < muscles_.size(); ++c) {
    Muscle& m = muscles_[c];
    const bool scripted = c < config_.effort.size() && !config_.effort[c].empty();
    const double resting = config_.restingUv > 0 ? restingUv(c, dtS) * slack_ * strain_ * trainee_.restingShare() : 0;
    m.rmsUv = scripted ? effortAt(config_.effort[c], tS_) : resting + exercise_.effortUv(c) + trainee_.effortUv(c);
    m.rmsUv *= shaken();
    if (m.rmsUv > kTiringUv) {
      m.freshness = std::max(kLowestFreshness, m.freshness - config_.fatiguePerMinute * dtS / 60);
    }
  }
}

}  // namespace tonus::drivers
