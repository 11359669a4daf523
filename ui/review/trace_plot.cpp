#include "review/trace_plot.h"

#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "style/words.h"

namespace tonus::review {
namespace {
constexpr double kLeastFrames = 20;
constexpr double kNearPx = 6;   // a hand on a mouse
}

TracePlot::TracePlot(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("tracePlot"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumHeight(180);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void TracePlot::setData(TraceData* shown) {
  data_ = shown;
  cursor_.reset();
  if (data_ != nullptr) {
    look_.halfRangeUv = niceHalfRangeUv(*data_);
    look_.span = {0, data_->framesN()};
  }
  progress_ = 1;
  fitted_ = false;
  stale();
  Q_EMIT spanChanged();
}

void TracePlot::refresh(bool rescale) {
  if (data_ != nullptr && rescale) look_.halfRangeUv = niceHalfRangeUv(*data_);
  stale();
  Q_EMIT spanChanged();
}

void TracePlot::showProgress(double fraction) {
  if (fraction == progress_) return;
  const bool first = !fitted_ && fraction >= 1;
  progress_ = fraction;
  fitted_ = fitted_ || first;
  refresh(first);
}

QRectF TracePlot::box() const { return QRectF(rect()).adjusted(1, 1, -1, -1); }

void TracePlot::setSpan(Span span) {
  if (data_ == nullptr) return;
  const double whole = data_->framesN();
  const double length = std::clamp(span.length(), std::min(kLeastFrames, whole), whole);
  const double from = std::clamp(span.from, 0.0, whole - length);
  if (from == look_.span.from && from + length == look_.span.to) return;
  look_.span = {from, from + length};
  stale();
  Q_EMIT spanChanged();
}

void TracePlot::setHalfRangeUv(double uv) {
  look_.halfRangeUv = std::clamp(uv, 0.1, 1e6);
  fitted_ = true;   // by hand
  stale();
  Q_EMIT spanChanged();
}

void TracePlot::zoomAt(double frame, double factor) {
  const Span s = look_.span;
  const double length = s.length() * factor;
  const double share = (frame - s.from) / s.length();
  setSpan({frame - share * length, frame - share * length + length});
}

void TracePlot::zoom(double factor) {
  const Span s = look_.span;
  zoomAt(s.from + s.length() / 2, factor);
}

void TracePlot::showAll() {
  if (data_ != nullptr) setSpan({0, data_->framesN()});
}

void TracePlot::showEnd() {
  if (data_ != nullptr) move(data_->framesN() / look_.span.length());
}

void TracePlot::move(double share) {
  const double by = share * look_.span.length();
  setSpan({look_.span.from + by, look_.span.to + by});
}

void TracePlot::showAround(double frame) {
  if (data_ == nullptr) return;
  const double half = std::min(look_.span.length(), 10 * data_->rateHz()) / 2;
  setSpan({frame - half, frame + half});
}

QString TracePlot::marksAt(double x) const {
  if (data_ == nullptr) return {};
  const TraceLayout at = layoutOf(box(), data_->channelsN());
  QStringList words;
  for (const core::SessionEvent& e : data_->events()) {
    const auto frame = static_cast<double>(e.at.value);
    if (isMark(e) && std::abs(at.xOf(frame, look_.span) - x) <= kNearPx)
      words << QStringLiteral("%1  %2").arg(style::clockTime(frame / data_->rateHz()), markWords(e));
  }
  return words.join(QLatin1Char('\n'));
}

bool TracePlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString words = marksAt(help->pos().x());
  if (words.isEmpty()) QToolTip::hideText();
  else QToolTip::showText(help->globalPos(), words.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")), this);
  return true;
}

void TracePlot::stale() {
  stale_ = true;
  tellName();
  update();
}

void TracePlot::tellName() {
  if (data_ == nullptr) return setAccessibleName(tr("No session"));
  const double rate = data_->rateHz();
  setAccessibleName(tr("Trace from %1 to %2 of %3, %4 channels, %5 gaps")
                        .arg(timeWords(look_.span.from / rate, look_.span.length() / rate),
                             timeWords(look_.span.to / rate, look_.span.length() / rate),
                             style::duration(data_->framesN() / rate))
                        .arg(data_->channelsN()).arg(data_->gaps().size()));
}

void TracePlot::redraw() {
  QElapsedTimer timer;
  timer.start();
  const qreal ratio = devicePixelRatioF();
  if (picture_.size() != size() * ratio) picture_ = QPixmap(size() * ratio);
  picture_.setDevicePixelRatio(ratio);
  picture_.fill(style::tokens().surface);   // as the card around it
  stale_ = false;
  look_.pixelRatio = ratio;
  QPainter painter(&picture_);
  if (data_ != nullptr) paintTrace(painter, box(), *data_, look_, style::tokens());
  painter.end();
  paintMs_ = static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void TracePlot::paintEvent(QPaintEvent*) {
  if (stale_) redraw();
  QPainter painter(this);
  painter.drawPixmap(0, 0, picture_);
  if (data_ == nullptr) return;
  const style::Tokens& t = style::tokens();
  if (bandFrom_ && cursor_) {
    QColor band = t.accent;
    band.setAlphaF(0.2F);
    const TraceLayout at = layoutOf(box(), data_->channelsN());
    painter.fillRect(QRectF(QPointF(std::min(*bandFrom_, cursor_->x()), at.signal.top()),
                            QPointF(std::max(*bandFrom_, cursor_->x()), at.signal.bottom())), band);
  }
  paintCursor(painter);
  if (progress_ < 1) {
    const QRectF signal = layoutOf(box(), data_->channelsN()).signal;
    painter.fillRect(QRectF(signal.left(), signal.bottom() - 1, signal.width() * progress_, 2), t.accent);
  }
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
    painter.setPen(QPen(t.accent, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
  }
}

void TracePlot::paintCursor(QPainter& painter) {
  if (!cursor_ || dragFrom_) return;
  const style::Tokens& t = style::tokens();
  const TraceLayout at = layoutOf(box(), data_->channelsN());
  if (!at.signal.contains(*cursor_)) return;
  painter.setPen(QPen(t.accent, 1));
  painter.drawLine(QPointF(cursor_->x(), at.signal.top()), QPointF(cursor_->x(), at.signal.bottom()));
  const double seconds = at.frameAt(cursor_->x(), look_.span) / data_->rateHz();
  const QString words = timeWords(seconds, std::min(9.0, look_.span.length() / data_->rateHz()));
  painter.setFont(style::face(style::Type::kSmall, true));
  const QFontMetrics metrics(painter.font());
  const double width = metrics.horizontalAdvance(words) + 12;
  const double left = std::clamp(cursor_->x() - width / 2, at.axis.left(), at.axis.right() - width);
  const QRectF label(left, at.axis.top() + 1, width, metrics.height() + 4);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.text);
  painter.drawRoundedRect(label, 3, 3);
  painter.setPen(t.surface);
  painter.drawText(label, Qt::AlignCenter, words);
}

void TracePlot::wheelEvent(QWheelEvent* event) {
  if (data_ == nullptr) return;
  const double steps = event->angleDelta().y() / 120.0;
  if (event->modifiers() & Qt::ControlModifier) {
    setHalfRangeUv(look_.halfRangeUv * std::pow(0.8, steps));
  } else if (event->angleDelta().x() != 0) {
    const double by = -event->angleDelta().x() / 1200.0 * look_.span.length();
    setSpan({look_.span.from + by, look_.span.to + by});
  } else {
    zoomAt(layoutOf(box(), data_->channelsN()).frameAt(event->position().x(), look_.span), std::pow(0.8, steps));
  }
  event->accept();
}

void TracePlot::mousePressEvent(QMouseEvent* event) {
  if (data_ == nullptr || event->button() != Qt::LeftButton) return;
  if (event->modifiers() & Qt::ShiftModifier) {
    bandFrom_ = event->position().x();
  } else {
    dragFrom_ = event->position().x();
    dragSpan_ = look_.span;
    setCursor(Qt::ClosedHandCursor);
  }
}

void TracePlot::mouseMoveEvent(QMouseEvent* event) {
  cursor_ = event->position();
  if (dragFrom_) {
    const double by = (*dragFrom_ - event->position().x()) / box().width() * dragSpan_.length();
    setSpan({dragSpan_.from + by, dragSpan_.to + by});
  }
  update();
}

void TracePlot::mouseReleaseEvent(QMouseEvent* event) {
  if (bandFrom_ && data_ != nullptr && std::abs(event->position().x() - *bandFrom_) > 4) {
    const TraceLayout at = layoutOf(box(), data_->channelsN());
    const double a = at.frameAt(std::min(*bandFrom_, event->position().x()), look_.span);
    const double b = at.frameAt(std::max(*bandFrom_, event->position().x()), look_.span);
    setSpan({a, b});
  }
  bandFrom_.reset();
  dragFrom_.reset();
  unsetCursor();
  update();
}

void TracePlot::mouseDoubleClickEvent(QMouseEvent*) { showAll(); }

void TracePlot::leaveEvent(QEvent*) {
  cursor_.reset();
  update();
}

void TracePlot::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Plus: case Qt::Key_Equal: return zoom(0.5);
    case Qt::Key_Minus: return zoom(2);
    case Qt::Key_Left: return move(-kArrowShare);
    case Qt::Key_Right: return move(kArrowShare);
    case Qt::Key_Up: return higher();
    case Qt::Key_Down: return lower();
    case Qt::Key_Home: return showAll();
    case Qt::Key_End: return showEnd();
    default: QWidget::keyPressEvent(event);
  }
}

void TracePlot::resizeEvent(QResizeEvent*) { stale(); }

void TracePlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) stale();
}

}  // namespace tonus::review
