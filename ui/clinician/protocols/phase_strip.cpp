#include "clinician/protocols/phase_strip.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "clinician/protocols/words.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kGap = 4;
constexpr double kOpenEndedS = 60;  // how wide a phase without a fixed length is drawn
constexpr double kEdge = 6;         // px at which an edge is held
constexpr double kLeastS = 5;

/// Short phases in steps of 5 s, longer ones of 10 s or 30 s.
double stepS(double seconds) { return seconds <= 60 ? 5 : seconds <= 300 ? 10 : 30; }
double snapped(double seconds) { return std::max(kLeastS, std::round(seconds / stepS(seconds)) * stepS(seconds)); }

}  // namespace

PhaseStrip::PhaseStrip(bool editable, QWidget* parent) : QWidget(parent), editable_(editable) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setAccessibleName(tr("Phases"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(editable);
  if (editable) setCursor(Qt::OpenHandCursor);
}

void PhaseStrip::setPhases(const nlohmann::json& phases, std::size_t channelsN) {
  boxes_.clear();
  for (const nlohmann::json& p : phases) {
    const std::string kind = p.value("kind", "");
    boxes_.push_back({style::textOf(p.value("name", "")), choiceText("phase", kind), lengthWords(p, channelsN), kind,
                      phaseSeconds(p, channelsN)});
  }
  selected_ = std::min(selected_, phasesN() - 1);
  updateGeometry();
  update();
  tellName();
}

void PhaseStrip::select(int phase) {
  selected_ = std::clamp(phase, -1, phasesN() - 1);
  update();
  tellName();
}

void PhaseStrip::mark(int phase, Mark mark) {
  Mark& now = boxes_[static_cast<std::size_t>(phase)].mark;
  if (now == mark) return;
  now = mark;
  update();
  if (phase == selected_) tellName();
}

void PhaseStrip::setDone(int phases, double share) {
  doneN_ = phases;
  share_ = share;
  update();
}

void PhaseStrip::tellName() {
  if (selected_ < 0) return setAccessibleDescription(tr("%1 phases").arg(boxes_.size()));
  const Box& b = boxes_[static_cast<std::size_t>(selected_)];
  const QString mark = b.mark == Mark::kWrong ? tr(", to be mended") : b.mark == Mark::kConsider ? tr(", to consider") : QString();
  setAccessibleDescription(tr("Phase %1 of %2: %3, %4, %5").arg(selected_ + 1).arg(boxes_.size()).arg(b.name, b.kind, b.length) + mark);
  QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&changed);
}

double PhaseStrip::rowHeight() const {
  return QFontMetrics(style::face(style::Type::kBase, true)).height() + 2 * QFontMetrics(style::face(style::Type::kSmall)).height() + 26;
}

// As many rows as it takes for every box to be wide enough for its words; widths within a row follow the square root of the
// length, so that short phases stay readable beside long ones.
std::vector<QRectF> PhaseStrip::rows(double width) const {
  std::vector<QRectF> out;
  const double least = std::min(width, 7.5 * style::pixels(style::Type::kBase));
  const auto perRow = std::max<std::size_t>(1, static_cast<std::size_t>((width + kGap) / (least + kGap)));
  const std::size_t rowsN = (boxes_.size() + perRow - 1) / perRow;
  for (std::size_t row = 0, from = 0; row < rowsN; ++row) {
    const std::size_t n = (boxes_.size() - from + rowsN - row - 1) / (rowsN - row);
    double sum = 0;
    const auto weight = [&](std::size_t i) { return std::sqrt(boxes_[i].seconds > 0 ? boxes_[i].seconds : kOpenEndedS); };
    for (std::size_t i = from; i < from + n; ++i) sum += weight(i);
    const double room = std::max(0.0, width - static_cast<double>(n) * (least + kGap) + kGap);
    double x = 0;
    for (std::size_t i = from; i < from + n; ++i) {
      const double wide = least + room * weight(i) / sum;
      out.emplace_back(x, static_cast<double>(row) * (rowHeight() + kGap), wide, rowHeight());
      x += wide + kGap;
    }
    from += n;
  }
  return out;
}

QRectF PhaseStrip::box(int phase) const { return rows(width()).at(static_cast<std::size_t>(phase)); }

int PhaseStrip::heightForWidth(int width) const {
  const auto all = rows(std::max(1, width));
  return all.empty() ? static_cast<int>(rowHeight()) : static_cast<int>(std::ceil(all.back().bottom())) + 2;
}

QSize PhaseStrip::sizeHint() const { return {700, heightForWidth(std::max(700, width()))}; }

void PhaseStrip::paintBox(QPainter& painter, int phase, const QRectF& box) const {
  const style::Tokens& t = style::tokens();
  const Box& b = boxes_[static_cast<std::size_t>(phase)];
  const QColor colour = phaseColour(b.kindId, t);
  QPainterPath path;
  path.addRoundedRect(box, style::kRadius, style::kRadius);
  painter.fillPath(path, style::mix(t.surface, colour, phase == selected_ ? 0.26 : 0.12));
  painter.save();
  painter.setClipPath(path);
  painter.fillRect(QRectF(box.left(), box.top(), box.width(), 4), colour);
  if (phase < doneN_ || (phase == doneN_ && share_ > 0))
    painter.fillRect(QRectF(box.left(), box.bottom() - 4, box.width() * (phase < doneN_ ? 1 : share_), 4), t.inTarget);
  painter.restore();
  if (phase == selected_) {
    painter.setPen(QPen(hasFocus() ? t.accent : colour, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
  }
  const QFont strong = style::face(style::Type::kBase, true);
  const QFont plain = style::face(style::Type::kSmall);
  const QFontMetrics a(strong), c(plain);
  const QString mark = b.mark == Mark::kWrong ? QStringLiteral("!! ") : b.mark == Mark::kConsider ? QStringLiteral("! ") : QString();
  const int room = static_cast<int>(box.width()) - 16;
  double y = box.top() + 11 + a.ascent();
  painter.setFont(strong);
  painter.setPen(b.mark == Mark::kWrong ? t.notUsable : b.mark == Mark::kConsider ? t.caution : t.text);
  painter.drawText(QPointF(box.left() + 8, y), a.elidedText(mark + b.name, Qt::ElideRight, room));
  y += a.descent() + 2 + c.ascent();
  painter.setFont(plain);
  painter.setPen(t.secondary);
  if (!b.name.startsWith(b.kind)) {
    painter.drawText(QPointF(box.left() + 8, y), c.elidedText(b.kind, Qt::ElideRight, room));
    y += c.height();
  }
  const bool held = phase == stretching_;
  if (held) painter.setPen(t.text);
  painter.drawText(QPointF(box.left() + 8, y), c.elidedText(held ? style::duration(stretchedS()) : b.length, Qt::ElideRight, room));
  if (held) {
    const double x = std::clamp(box.right() + dragAt_.x() - pressedAt_.x(), box.left() + 8, width() - 2.0);
    painter.setPen(QPen(t.accent, 3));
    painter.drawLine(QPointF(x, box.top() + 2), QPointF(x, box.bottom() - 2));
  }
}

void PhaseStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto all = rows(width());
  for (int i = 0; i < phasesN(); ++i)
    if (!dragging_ || i != pressed_) paintBox(painter, i, all[static_cast<std::size_t>(i)].adjusted(1, 1, -1, -1));
  if (!dragging_) return;
  const int to = dropAt(dragAt_);
  const QRectF& near = all[static_cast<std::size_t>(to)];
  const double x = to > pressed_ ? near.right() + kGap / 2 : near.left() - kGap / 2;
  painter.setPen(QPen(style::tokens().accent, 3));
  painter.drawLine(QPointF(std::clamp(x, 2.0, width() - 2.0), near.top()), QPointF(std::clamp(x, 2.0, width() - 2.0), near.bottom()));
  QRectF held = all[static_cast<std::size_t>(pressed_)];
  held.translate(dragAt_ - pressedAt_);
  painter.setOpacity(0.9);
  paintBox(painter, pressed_, held);
}

int PhaseStrip::at(const QPointF& place) const {
  const auto all = rows(width());
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].contains(place)) return static_cast<int>(i);
  return -1;
}

int PhaseStrip::dropAt(const QPointF& place) const {
  const auto all = rows(width());
  int best = pressed_;
  double least = 1e12;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const QPointF apart = all[i].center() - place;
    const double distance = std::abs(apart.x()) + 3 * std::abs(apart.y());
    if (distance < least) {
      least = distance;
      best = static_cast<int>(i);
    }
  }
  return best;
}

int PhaseStrip::edgeAt(const QPointF& place) const {
  const auto all = rows(width());
  for (std::size_t i = 0; editable_ && i < all.size(); ++i)
    if (boxes_[i].seconds > 0 && std::abs(place.x() - all[i].right()) <= kEdge && place.y() >= all[i].top() && place.y() <= all[i].bottom())
      return static_cast<int>(i);
  return -1;
}

/// A box dragged to half its width lasts half as long, to twice its width twice as long.
double PhaseStrip::stretchedS() const {
  const Box& b = boxes_[static_cast<std::size_t>(stretching_)];
  const double dx = dragAt_.x() - pressedAt_.x();
  return std::abs(dx) < 2 ? b.seconds : snapped(b.seconds * std::max(0.0, 1 + dx / box(stretching_).width()));
}

void PhaseStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) stretching_ = edgeAt(event->position());
  if (stretching_ >= 0) {
    pressedAt_ = dragAt_ = event->position();
    if (selected_ != stretching_) {
      select(stretching_);
      Q_EMIT chosen(stretching_);
    }
    return;
  }
  const int phase = event->button() == Qt::LeftButton ? at(event->position()) : -1;
  if (phase < 0) return;
  pressed_ = phase;
  pressedAt_ = dragAt_ = event->position();
  select(phase);
  Q_EMIT chosen(phase);
}

void PhaseStrip::mouseMoveEvent(QMouseEvent* event) {
  if (!editable_) return;
  if (stretching_ >= 0) {
    dragAt_ = event->position();
    return update();
  }
  if (pressed_ < 0) return setCursor(edgeAt(event->position()) >= 0 ? Qt::SizeHorCursor : Qt::OpenHandCursor);
  dragAt_ = event->position();
  if ((dragAt_ - pressedAt_).manhattanLength() >= QApplication::startDragDistance()) dragging_ = true;
  if (dragging_) update();
}

void PhaseStrip::mouseReleaseEvent(QMouseEvent* event) {
  if (stretching_ >= 0) {
    dragAt_ = event->position();
    const int phase = stretching_;
    const double seconds = stretchedS();
    stretching_ = -1;
    update();
    if (seconds != boxes_[static_cast<std::size_t>(phase)].seconds) Q_EMIT stretched(phase, seconds);
    return;
  }
  const int from = pressed_;
  const int to = dragging_ ? dropAt(event->position()) : from;
  dragging_ = false;
  pressed_ = -1;
  update();
  if (from >= 0 && to != from) Q_EMIT moved(from, to);
}

void PhaseStrip::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
  if (event->key() == Qt::Key_Escape && (dragging_ || stretching_ >= 0)) {
    dragging_ = false;
    pressed_ = stretching_ = -1;
    return update();
  }
  const int longer = event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal ? 1 : event->key() == Qt::Key_Minus ? -1 : 0;
  if (editable_ && longer != 0 && selected_ >= 0 && boxes_[static_cast<std::size_t>(selected_)].seconds > 0) {
    const double seconds = boxes_[static_cast<std::size_t>(selected_)].seconds;
    Q_EMIT stretched(selected_, snapped(seconds + longer * stepS(longer > 0 ? seconds + 1 : seconds)));
    return;
  }
  if (step == 0 || boxes_.empty()) return QWidget::keyPressEvent(event);
  const int to = std::clamp(selected_ + step, 0, phasesN() - 1);
  if (to == selected_) return;
  if (event->modifiers() & Qt::AltModifier) {
    if (editable_) Q_EMIT moved(selected_, to);
    return;
  }
  select(to);
  Q_EMIT chosen(to);
}

void PhaseStrip::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (selected_ < 0 && !boxes_.empty()) {
    select(0);
    Q_EMIT chosen(0);
  }
}

bool PhaseStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  if (const int i = at(help->pos()); i >= 0) {
    const Box& b = boxes_[static_cast<std::size_t>(i)];
    QStringList lines{b.name, b.kind, b.length};
    if (editable_) lines << toolTip();
    QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
  }
  return true;
}

}  // namespace tonus::clinician
