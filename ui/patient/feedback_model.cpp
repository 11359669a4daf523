#include "patient/feedback_model.h"

#include <algorithm>
#include <cmath>

#include "style/words.h"

namespace tonus::patient {
namespace {

constexpr double kLevelS = 0.06;  // time constants
constexpr double kRewardUpS = 0.8;
constexpr double kRewardDownS = 1.6;
constexpr double kDriftPerS = 1.0 / 60.0;
constexpr double kStill = 0.001;  // smaller than a pixel of the bar

QString stateOf(const core::FeedbackFrame& frame) {
  if (frame.paused) return QStringLiteral("paused");
  const bool feedback = frame.phase == nullptr || frame.phase->feedback;
  if (!feedback) return QStringLiteral("calm");
  return frame.usable ? QStringLiteral("feedback") : QStringLiteral("unusable");
}

QString wordsOf(core::ChannelQuality quality) {
  QString words = style::textOf(std::string(core::describe(quality)));
  if (!words.isEmpty()) words[0] = words[0].toUpper();
  return words;
}

double towards(double from, double to, double seconds, double constantS) {
  const double next = to + (from - to) * std::exp(-seconds / constantS);
  return std::abs(next - to) < kStill ? to : next;
}

}  // namespace

void FeedbackModel::setReducedMotion(bool on) {
  if (reducedMotion_ == on) return;
  reducedMotion_ = on;
  Q_EMIT changed();
}

void FeedbackModel::setFrame(const core::FeedbackFrame& frame) {
  const QString state = stateOf(frame);
  const bool feedback = state == QLatin1String("feedback");
  levelTo_ = feedback ? std::clamp(static_cast<double>(frame.level), 0.0, 1.0) : levelTo_;
  rewardTo_ = feedback && frame.inTarget ? 1.0 : 0.0;
  const QString cue = frame.phase ? style::textOf(frame.phase->cue) : QString();
  const QString trouble = state == QLatin1String("unusable") ? wordsOf(frame.quality) : QString();
  const QString timeLeft = frame.timeLeftS >= 0 ? style::clockTime(std::ceil(frame.timeLeftS)) : QString();
  const bool inTarget = feedback && frame.inTarget;
  if (state == state_ && cue == cue_ && trouble == trouble_ && timeLeft == timeLeft_ && inTarget == inTarget_) return;
  state_ = state;
  cue_ = cue;
  trouble_ = trouble;
  timeLeft_ = timeLeft;
  inTarget_ = inTarget;
  Q_EMIT changed();
}

void FeedbackModel::clear() {
  levelTo_ = rewardTo_ = 0;
  state_ = QStringLiteral("waiting");
  cue_.clear();
  trouble_.clear();
  timeLeft_.clear();
  inTarget_ = false;
  Q_EMIT changed();
}

bool FeedbackModel::settled() const {
  const bool birds = reward_ > 0 && !reducedMotion_;
  return level_ == levelTo_ && reward_ == rewardTo_ && !birds;
}

void FeedbackModel::advance(double seconds) {
  if (settled() || seconds <= 0) return;
  level_ = towards(level_, levelTo_, seconds, kLevelS);
  reward_ = towards(reward_, rewardTo_, seconds, rewardTo_ > reward_ ? kRewardUpS : kRewardDownS);
  if (!reducedMotion_ && reward_ > 0) drift_ = std::fmod(drift_ + seconds * kDriftPerS, 1.0);
  Q_EMIT moved();
}

}  // namespace tonus::patient
