#include "clinician/session_page/phase_timeline.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kGap = 3;
constexpr double kOpenEndedS = 90;  // how wide a phase without a fixed length is drawn
constexpr double kStrip = 5;        // px, what is drawn at a step's foot
constexpr double kLeastRound = 4;   // px: repetitions narrower than that are not told apart

}  // namespace

PhaseTimeline::PhaseTimeline(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Phases"));
}

QSize PhaseTimeline::sizeHint() const {
  return {700, 2 * QFontMetrics(style::face(style::Type::kSmall)).height() + 20};
}

PhaseTimeline::Step PhaseTimeline::stepOf(const core::PhaseInfo& phase) const {
  Step step{style::textOf(phase.name), style::textOf(phase.cue), static_cast<double>(phase.durationFrames) / sampleRateHz_, {}, phase.repsN};
  double round = 0;
  for (const core::StageInfo& stage : phase.stages) round += static_cast<double>(stage.durationFrames);
  for (const core::StageInfo& stage : phase.stages)
    step.round.push_back({style::textOf(stage.name), static_cast<double>(stage.durationFrames) / round, stage.work});
  return step;
}

void PhaseTimeline::setSteps(const std::vector<core::PhaseInfo>& steps, double sampleRateHz) {
  sampleRateHz_ = sampleRateHz;
  steps_.clear();
  for (const core::PhaseInfo& s : steps) steps_.push_back(stepOf(s));
  now_ = {};
  restart();
  update();
}

void PhaseTimeline::restart() {
  skipped_.assign(steps_.size(), false);
  begunN_ = 0;
}

void PhaseTimeline::beginNext(bool byHand) {
  if (byHand && begunN_ > 0 && begunN_ <= steps_.size())
    skipped_[begunN_ - 1] = steps_[begunN_ - 1].durationS > 0;  // one without a length always ends by hand
  ++begunN_;
}

void PhaseTimeline::beginBefore() {
  if (begunN_ > 1) --begunN_;
  if (begunN_ > 0 && begunN_ <= skipped_.size()) skipped_[begunN_ - 1] = false;
}

void PhaseTimeline::showFrame(const core::FeedbackFrame& frame) {
  if (frame.phase == nullptr) return;
  const Now now{frame.phase->index, frame.rep > 0 ? frame.rep : frame.reps, frame.stage, std::ceil(static_cast<double>(frame.timeLeftS))};
  if (now == now_) return;
  now_ = now;
  if (now_.phase < steps_.size()) {
    steps_[now_.phase] = stepOf(*frame.phase);
    setAccessibleDescription(tr("Phase %1 of %2: %3, %4")
                                 .arg(now_.phase + 1)
                                 .arg(steps_.size())
                                 .arg(steps_[now_.phase].name, under(now_.phase).front()));
  }
  update();
}

std::vector<QString> PhaseTimeline::under(std::size_t phase) const {
  const Step& step = steps_[phase];
  if (phase == now_.phase) {
    const QString left = now_.leftS >= 0 ? tr("%1 left").arg(style::clockTime(now_.leftS)) : tr("until you go on");
    if (step.repsN == 0) return {left};
    const QString rep = tr("%1 of %2").arg(now_.rep).arg(step.repsN);
    const auto stage = static_cast<std::size_t>(now_.stage);
    const QString name = now_.stage >= 0 && stage < step.round.size() ? step.round[stage].name : QString();
    return {tr("%1, %2, %3").arg(rep, name, left), tr("%1, %2").arg(rep, left), rep};
  }
  if (phase < now_.phase && skipped_[phase]) return {tr("skipped")};
  const QString length = step.durationS > 0 ? style::duration(step.durationS) : tr("open");
  if (step.repsN == 0) return {length};
  return {tr("%1 ×, %2").arg(step.repsN).arg(length), length};
}

std::vector<QRectF> PhaseTimeline::boxes() const {
  // Widths follow the square root of the length: short phases stay readable beside long ones.
  double sum = 0;
  for (const Step& p : steps_) sum += std::sqrt(p.durationS > 0 ? p.durationS : kOpenEndedS);
  const double least = std::min(44.0, 0.7 * width() / static_cast<double>(std::max<std::size_t>(1, steps_.size())));
  const double room = std::max(0.0, width() - static_cast<double>(steps_.size()) * (least + kGap) + kGap);
  std::vector<QRectF> out;
  double x = 0;
  for (const Step& p : steps_) {
    const double wide = least + room * std::sqrt(p.durationS > 0 ? p.durationS : kOpenEndedS) / sum;
    out.emplace_back(x, 0, wide, height());
    x += wide + kGap;
  }
  return out;
}

void PhaseTimeline::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const std::vector<QRectF> all = boxes();
  for (std::size_t i = 0; i < all.size(); ++i) paintStep(painter, i, all[i]);
}

void PhaseTimeline::paintStep(QPainter& painter, std::size_t phase, const QRectF& box) const {
  const style::Tokens& t = style::tokens();
  const bool now = phase == now_.phase, done = phase < now_.phase;
  QPainterPath path;
  path.addRoundedRect(box, 3, 3);
  painter.fillPath(path, now ? t.accent : done ? t.selection : t.track);
  const QFont strong = style::face(style::Type::kSmall, true);
  const QFont plain = now ? strong : style::face(style::Type::kSmall);
  const QFontMetrics metrics(strong), wordMetrics(plain);
  const int room = static_cast<int>(box.width() - 16);
  const double y = 7 + metrics.ascent();
  painter.setFont(strong);
  painter.setPen(now ? t.onAccent : t.secondary);
  const QString sign = !done ? QString() : skipped_[phase] ? QStringLiteral("– ") : QStringLiteral("✓ ");
  painter.drawText(QPointF(box.left() + 8, y), metrics.elidedText(sign + steps_[phase].name, Qt::ElideRight, room));
  if (!done || skipped_[phase]) {
    const std::vector<QString> words = under(phase);
    const auto fits = std::find_if(words.begin(), words.end(), [&](const QString& w) { return wordMetrics.horizontalAdvance(w) <= room; });
    painter.setFont(plain);
    painter.drawText(QPointF(box.left() + 8, y + metrics.height()), wordMetrics.elidedText(fits == words.end() ? words.back() : *fits, Qt::ElideRight, room));
  }
  painter.save();
  painter.setClipPath(path);
  if (!done) paintCourse(painter, phase, QRectF(box.left(), box.bottom() - kStrip, box.width(), kStrip));
  painter.restore();
}

void PhaseTimeline::paintCourse(QPainter& painter, std::size_t phase, const QRectF& strip) const {
  const style::Tokens& t = style::tokens();
  const Step& step = steps_[phase];
  const bool now = phase == now_.phase;
  const double along = now && step.durationS > 0 && now_.leftS >= 0 ? std::clamp(1 - now_.leftS / step.durationS, 0.0, 1.0) : 0;
  const QColor ground = now ? t.accent : t.track, ink = now ? t.onAccent : t.secondary;
  const QColor past = style::mix(ground, ink, now ? 0.8 : 0.5), ahead = style::mix(ground, ink, 0.4);
  const double round = strip.width() / std::max(1U, step.repsN);
  if (step.repsN == 0 || step.round.empty() || round < kLeastRound) {
    painter.fillRect(QRectF(strip.left(), strip.top(), strip.width() * along, strip.height()), past);
    return;
  }
  const double here = strip.left() + strip.width() * along;
  for (std::uint32_t rep = 0; rep < step.repsN; ++rep) {
    double x = strip.left() + round * rep;
    for (const Stage& stage : step.round) {
      const double wide = round * stage.share;
      // Work is as high as the strip, rest a line on its floor; a gap parts one from the next.
      const double high = stage.work ? strip.height() : 1.5;
      const QRectF part(x, strip.bottom() - high, std::max(1.0, wide - 1), high);
      painter.fillRect(part, ahead);
      if (here > x) painter.fillRect(QRectF(x, part.top(), std::min(part.width(), here - x), high), past);
      x += wide;
    }
  }
}

bool PhaseTimeline::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const std::vector<QRectF> all = boxes();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].contains(help->pos())) continue;
    QToolTip::showText(help->globalPos(),
                       steps_[i].name + QLatin1Char('\n') + steps_[i].cue, this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace tonus::clinician
