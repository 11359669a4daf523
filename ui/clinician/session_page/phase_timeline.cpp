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

}  // namespace

PhaseTimeline::PhaseTimeline(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Phases"));
}

QSize PhaseTimeline::sizeHint() const {
  return {700, 2 * QFontMetrics(style::face(style::Type::kSmall)).height() + 20};
}

void PhaseTimeline::setSteps(const std::vector<core::PhaseInfo>& steps, double sampleRateHz) {
  steps_.clear();
  for (const core::PhaseInfo& s : steps)
    steps_.push_back({style::textOf(s.name), style::textOf(s.cue), static_cast<double>(s.durationFrames) / sampleRateHz});
  now_ = 0;
  leftS_ = -1;
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

void PhaseTimeline::showPhase(std::uint32_t phase, double leftS) {
  if (phase == now_ && std::ceil(leftS) == std::ceil(leftS_)) return;
  now_ = phase;
  leftS_ = leftS;
  if (now_ < steps_.size()) {
    setAccessibleDescription(tr("Phase %1 of %2: %3, %4")
                                 .arg(now_ + 1)
                                 .arg(steps_.size())
                                 .arg(steps_[now_].name, under(now_)));
  }
  update();
}

QString PhaseTimeline::under(std::size_t phase) const {
  const double length = steps_[phase].durationS;
  if (phase == now_)
    return leftS_ >= 0 ? tr("%1 left").arg(style::clockTime(std::ceil(leftS_))) : tr("until you go on");
  if (phase < now_ && skipped_[phase]) return tr("skipped");
  return length > 0 ? style::duration(length) : tr("open");
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
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QFont strong = style::face(style::Type::kSmall, true);
  const QFont plain = style::face(style::Type::kSmall);
  const QFontMetrics metrics(strong);
  const std::vector<QRectF> all = boxes();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool now = i == now_;
    const bool done = i < now_;
    QPainterPath path;
    path.addRoundedRect(all[i], 3, 3);
    painter.fillPath(path, now ? t.accent : done ? t.selection : t.track);
    const double room = all[i].width() - 16;
    const double y = 9 + metrics.ascent();
    painter.setFont(strong);
    painter.setPen(now ? t.onAccent : t.secondary);
    const QString sign = !done ? QString() : skipped_[i] ? QStringLiteral("– ") : QStringLiteral("✓ ");
    const QString name = sign + steps_[i].name;
    painter.drawText(QPointF(all[i].left() + 8, y), metrics.elidedText(name, Qt::ElideRight, static_cast<int>(room)));
    painter.setFont(now ? strong : plain);
    const QString words = QFontMetrics(plain).elidedText(under(i), Qt::ElideRight, static_cast<int>(room));
    if (!done || skipped_[i]) painter.drawText(QPointF(all[i].left() + 8, y + metrics.height()), words);
    if (now && steps_[i].durationS > 0 && leftS_ >= 0) {
      const double along = std::clamp(1 - leftS_ / steps_[i].durationS, 0.0, 1.0);
      painter.setClipPath(path);
      painter.fillRect(QRectF(all[i].left(), all[i].bottom() - 4, all[i].width() * along, 4),
                       style::mix(t.accent, t.onAccent, 0.65));
      painter.setClipping(false);
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
