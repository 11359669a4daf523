#include "patient/feedback_model.h"

#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "style/words.h"

namespace tonus::patient {
namespace {

constexpr double kLevelS = 0.06;  // time constants
constexpr double kSlowS = 0.9;
constexpr double kRewardUpS = 0.8;
constexpr double kRewardDownS = 1.6;
constexpr double kBreathS = 0.1;
constexpr double kDriftPerS = 1.0 / 60.0;
constexpr double kPaceS = 10;     // one breath, where the protocol names no pace
constexpr double kInShare = 0.4;  // of it, breathing in
constexpr double kStill = 0.001;  // smaller than a pixel of the bar

/// Without feedback, but what is measured counts: the patient is told when there is nothing to measure.
bool measures(core::PhaseKind kind) {
  using core::PhaseKind;
  return kind == PhaseKind::kBaseline || kind == PhaseKind::kEndBaseline || kind == PhaseKind::kNoiseFloor ||
         kind == PhaseKind::kReference || kind == PhaseKind::kTest || kind == PhaseKind::kTransfer;
}

QString stateOf(const core::FeedbackFrame& frame) {
  if (frame.paused) return QStringLiteral("paused");
  const bool feedback = frame.phase == nullptr || frame.phase->feedback;
  if (!feedback && (frame.usable || !measures(frame.phase->kind))) return QStringLiteral("calm");
  return frame.usable ? QStringLiteral("feedback") : QStringLiteral("unusable");
}

QString wordsOf(core::ChannelQuality quality) {
  QString words = style::textOf(std::string(core::describe(quality)));
  if (!words.isEmpty()) words[0] = words[0].toUpper();
  return words;
}

const core::StageInfo* stageOf(const core::FeedbackFrame& frame) {
  const auto i = static_cast<std::size_t>(frame.stage);
  return frame.phase && frame.stage >= 0 && i < frame.phase->stages.size() ? &frame.phase->stages[i] : nullptr;
}

QString cueOf(const core::FeedbackFrame& frame) {
  const core::StageInfo* stage = stageOf(frame);
  if (stage && !stage->cue.empty()) return style::textOf(stage->cue);
  return frame.phase ? style::textOf(frame.phase->cue) : QString();
}

double towards(double from, double to, double seconds, double constantS) {
  const double next = to + (from - to) * std::exp(-seconds / constantS);
  return std::abs(next - to) < kStill ? to : next;
}

/// What is left of `name` without the words that `other` has too; a bare L or R in full. Itself, if nothing is left.
QString apartFrom(const QString& name, const QString& other) {
  static const QRegularExpression kBetween(QStringLiteral("[\\s,]+"));
  const QStringList same = other.split(kBetween, Qt::SkipEmptyParts);
  QStringList own;
  for (const QString& word : name.split(kBetween, Qt::SkipEmptyParts))
    if (!same.contains(word)) own << word;
  if (own == QStringList("L")) return FeedbackModel::tr("Left");
  if (own == QStringList("R")) return FeedbackModel::tr("Right");
  return own.isEmpty() ? name : own.join(QLatin1Char(' '));
}

double within(float value) { return std::clamp(static_cast<double>(value), 0.0, 1.0); }

}  // namespace

void FeedbackModel::setReducedMotion(bool on) {
  if (reducedMotion_ == on) return;
  reducedMotion_ = on;
  Q_EMIT changed();
}

void FeedbackModel::setLowStimulus(bool on) {
  if (lowStimulus_ == on) return;
  lowStimulus_ = on;
  look_.setLow(on);
  Q_EMIT changed();
}

void FeedbackModel::setNames(const QString& first, const QString& second) {
  names_ = {apartFrom(first, second), apartFrom(second, first)};
  Q_EMIT changed();
}

void FeedbackModel::tell(Told told) {
  if (told == now_) return;
  now_ = std::move(told);
  Q_EMIT changed();
}

void FeedbackModel::setFrame(const core::FeedbackFrame& frame) {
  Told told;
  told.state = stateOf(frame);
  const bool feedback = told.state == QLatin1String("feedback");
  told.inTarget = feedback && frame.inTarget;
  told.cue = cueOf(frame);
  if (told.state == QLatin1String("unusable")) told.trouble = wordsOf(frame.quality);
  if (frame.timeLeftS >= 0) told.timeLeft = style::clockTime(std::ceil(frame.timeLeftS));
  const core::StageInfo* stage = stageOf(frame);
  told.staged = stage != nullptr;
  told.working = stage != nullptr && stage->work;
  if (stage && frame.stageLeftS >= 0) told.stageLeft = QString::number(std::lround(std::ceil(frame.stageLeftS)));
  told.up = frame.phase && frame.phase->up;
  told.repsN = frame.phase ? static_cast<int>(frame.phase->repsN) : 0;
  told.reps = static_cast<int>(frame.reps);
  told.rep = static_cast<int>(frame.rep);
  if (told.repsN > 0) told.counted = tr("%1 of %2").arg(told.rep > 0 ? told.rep : told.reps).arg(told.repsN);
  const bool going = feedback || told.state == QLatin1String("calm");
  told.breathing = going && (frame.breath >= 0 || !reducedMotion_);
  told.breathIn = frame.breath < 0 ? now_.breathIn : frame.breath > breathTo_ || (frame.breath == breathTo_ && now_.breathIn);
  told.restDue = going && frame.restDue;
  told.curved = frame.follow >= 0;
  told.two = frame.pair[0] >= 0 && frame.pair[1] >= 0;
  aimAt(frame);
  rewardTo_ = told.inTarget ? 1.0 : 0.0;
  if (feedback) levelTo_ = within(frame.level);
  if (feedback) pairTo_ = told.two ? std::array{within(frame.pair[0]), within(frame.pair[1])} : std::array{levelTo_, levelTo_};
  tell(std::move(told));
}

void FeedbackModel::aimAt(const core::FeedbackFrame& frame) {
  breathTo_ = frame.breath;
  if (frame.follow < 0) return;
  follow_ = within(frame.follow);
  for (std::size_t i = 0; i < ahead_.size(); ++i)
    ahead_[i] = frame.ahead[i] >= 0 ? within(frame.ahead[i]) : i == 0 ? follow_ : ahead_[i - 1];
}

void FeedbackModel::end(const QString& state) {
  levelTo_ = rewardTo_ = 0;
  pairTo_ = {};
  breathTo_ = -1;
  Told told;
  told.state = state;
  tell(std::move(told));
}

bool FeedbackModel::ownPace() const { return now_.breathing && breathTo_ < 0 && !reducedMotion_; }

bool FeedbackModel::settled() const {
  const bool birds = reward_ > 0 && !reducedMotion_;
  const bool breathing = ownPace() || (breathTo_ >= 0 && breath_ != breathTo_);
  return level_ == levelTo_ && slow_ == levelTo_ && reward_ == rewardTo_ && pair_ == pairTo_ && !birds && !breathing;
}

void FeedbackModel::breathe(double seconds) {
  if (breathTo_ >= 0) {
    breath_ = towards(breath_, breathTo_, seconds, kBreathS);
    return;
  }
  if (!ownPace()) return;
  pace_ = std::fmod(pace_ + seconds / kPaceS, 1.0);
  const bool in = pace_ < kInShare;
  const double done = in ? pace_ / kInShare : (pace_ - kInShare) / (1 - kInShare);
  const double rise = 0.5 - 0.5 * std::cos(std::numbers::pi * done);
  breath_ = in ? rise : 1 - rise;
  Told told = now_;
  told.breathIn = in;
  tell(std::move(told));
}

void FeedbackModel::advance(double seconds) {
  if (settled() || seconds <= 0) return;
  seconds_ += seconds;
  level_ = towards(level_, levelTo_, seconds, kLevelS);
  slow_ = towards(slow_, levelTo_, seconds, kSlowS);
  reward_ = towards(reward_, rewardTo_, seconds, rewardTo_ > reward_ ? kRewardUpS : kRewardDownS);
  for (std::size_t i = 0; i < pair_.size(); ++i) pair_[i] = towards(pair_[i], pairTo_[i], seconds, kLevelS);
  if (!reducedMotion_ && reward_ > 0) drift_ = std::fmod(drift_ + seconds * kDriftPerS, 1.0);
  breathe(seconds);
  Q_EMIT moved();
}

}  // namespace tonus::patient
