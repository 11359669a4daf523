#include "clinician/session_page/phase_timeline.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kGap = 3;
constexpr double kOpenEndedS = 90;  // how wide a phase without a fixed length is drawn
constexpr double kStrip = 5;        // px, what is drawn at a step's foot
constexpr double kPad = 7;          // px, beside a step's words
constexpr double kMark = 7;         // px, a rest between passes
constexpr int kMostNow = 220;       // px, for the words under the step that runs
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
  Step step{style::textOf(phase.name), style::textOf(phase.cue), static_cast<double>(phase.durationFrames) / sampleRateHz_, {}, phase.repsN,
            phase.kind == core::PhaseKind::kRest && phase.id.empty()};
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

void PhaseTimeline::follow(const core::SessionEvent& event) {
  if (event.kind == core::EventKind::kStart) restart();
  if (event.kind != core::EventKind::kPhase) return;
  if (event.value == 3) beginBefore();
  else if (event.value != 2) beginNext(event.value == 1);
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
    const QString left = now_.leftS >= 0 ? tr("%1 left").arg(style::clockTime(now_.leftS)) : tr("until Next");
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

std::vector<QString> PhaseTimeline::called(std::size_t phase) const {
  const bool done = phase < now_.phase;
  const QString sign = !done ? QString() : skipped_[phase] ? QStringLiteral("–") : QStringLiteral("✓");
  const QString& name = steps_[phase].name;
  std::vector<QString> out{done ? sign + QLatin1Char(' ') + name : name};
  bool numbered = false;
  const QString last = name.section(QLatin1Char(' '), -1);
  (void)last.toInt(&numbered);
  if (numbered) out.push_back(sign + last);   // "3" of "Trial 3"
  if (done) out.push_back(sign);
  return out;
}

double PhaseTimeline::wanted(std::size_t phase, bool tight) const {
  if (steps_[phase].between && phase != now_.phase) return kMark;
  const QFontMetrics metrics(style::face(style::Type::kSmall, true));
  const std::vector<QString> names = called(phase);
  int words = metrics.horizontalAdvance(tight && phase < now_.phase ? names.back() : names.front());
  const std::vector<QString> below = under(phase);
  if (phase == now_.phase) words = std::max(words, std::min(kMostNow, metrics.horizontalAdvance(below.front())));
  else if (phase > now_.phase) words = std::max(words, metrics.horizontalAdvance(below.back()));
  return words + 2 * kPad;
}

std::vector<double> PhaseTimeline::widths(double all) const {
  std::vector<double> wide(steps_.size());
  const auto ask = [&](bool tight) {
    for (std::size_t i = 0; i < wide.size(); ++i) wide[i] = wanted(i, tight);
    return all - std::accumulate(wide.begin(), wide.end(), 0.0);
  };
  const double room = ask(false);
  if (room >= 0) {
    std::vector<double> lengths;
    for (const Step& s : steps_) lengths.push_back(s.between ? 0 : std::sqrt(s.durationS > 0 ? s.durationS : kOpenEndedS));
    const double sum = std::max(1e-9, std::accumulate(lengths.begin(), lengths.end(), 0.0));
    for (std::size_t i = 0; i < wide.size(); ++i) wide[i] += room * lengths[i] / sum;
    return wide;
  }
  const double missing = -ask(true);
  double ahead = 0;   // what can give way: the words of what is to come
  for (std::size_t i = now_.phase + 1; i < wide.size(); ++i) ahead += steps_[i].between ? 0 : wide[i];
  const double keep = ahead > 0 ? std::clamp(1 - missing / ahead, 0.0, 2.0) : 1;
  for (std::size_t i = now_.phase + 1; i < wide.size(); ++i) wide[i] *= steps_[i].between ? 1 : keep;
  return wide;
}

std::vector<QRectF> PhaseTimeline::boxes() const {
  std::vector<QRectF> out;
  double x = 0;
  for (const double wide : widths(width() - kGap * (static_cast<double>(steps_.size()) - 1))) {
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
  const int room = static_cast<int>(box.width() - 2 * kPad);
  const double x = box.left() + kPad, y = 7 + metrics.ascent();
  const auto fits = [room](const QFontMetrics& m, const std::vector<QString>& words) {
    const auto it = std::find_if(words.begin(), words.end(), [&](const QString& w) { return m.horizontalAdvance(w) <= room; });
    return it == words.end() ? QString() : *it;
  };
  painter.setFont(strong);
  painter.setPen(now ? t.onAccent : t.secondary);
  const bool mark = steps_[phase].between && !now;
  const QString name = fits(metrics, called(phase));
  if (!mark) painter.drawText(QPointF(x, y), name.isEmpty() ? metrics.elidedText(steps_[phase].name, Qt::ElideRight, room) : name);
  if (!mark && (!done || skipped_[phase])) {
    painter.setFont(plain);
    painter.drawText(QPointF(x, y + metrics.height()), fits(wordMetrics, under(phase)));
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
