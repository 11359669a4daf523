#include "clinician/protocols/fold.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "style/icons.h"
#include "style/tokens.h"

namespace tonus::clinician {
namespace {

constexpr int kArrow = 16;
constexpr int kPad = 4;   // on the right, of the frame when it has the focus

}  // namespace

FoldHead::FoldHead(const QString& title, QWidget* parent) : QAbstractButton(parent) {
  setText(title);
  setCheckable(true);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setSummary({});
}

void FoldHead::setSummary(const QString& words) {
  summary_ = words;
  setAccessibleName(words.isEmpty() ? text() : tr("%1: %2").arg(text(), words));
  setToolTip(words);
  update();
}

QSize FoldHead::sizeHint() const {
  const QFontMetrics metrics(style::face(style::Type::kBase, true));
  return {kArrow + style::kInside + metrics.horizontalAdvance(text()) + kPad, std::max(32, metrics.height() + 12)};
}

void FoldHead::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
  QAbstractButton::keyPressEvent(event);
}

void FoldHead::paintEvent(QPaintEvent*) {
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (underMouse() || hasFocus()) {
    painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() ? style::mix(t.surface, t.text, 0.05) : QColor(Qt::transparent));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), style::kRadius, style::kRadius);
  }
  painter.save();
  painter.translate(kArrow / 2.0, height() / 2.0);
  painter.rotate(isChecked() ? 0 : -90);
  style::paintIcon(painter, QStringLiteral("chevron-down"), QRectF(-kArrow / 2.0, -kArrow / 2.0, kArrow, kArrow), t.secondary);
  painter.restore();
  int x = kArrow + style::kInside;
  const QFont strong = style::face(style::Type::kBase, true), plain = style::face(style::Type::kBase);
  painter.setFont(strong);
  painter.setPen(t.text);
  painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
  x += QFontMetrics(strong).horizontalAdvance(text()) + style::kBetween;
  const int room = width() - x - kPad;
  if (isChecked() || summary_.isEmpty() || room < 3 * style::pixels(style::Type::kBase)) return;
  painter.setFont(plain);
  painter.setPen(t.secondary);
  painter.drawText(QRect(x, 0, room, height()), Qt::AlignVCenter | Qt::AlignLeft,
                   QFontMetrics(plain).elidedText(summary_, Qt::ElideRight, room));
}

Fold::Fold(const QString& title, const char* name, QWidget* parent)
    : QWidget(parent), head_(new FoldHead(title)), body_(new QWidget), inside_(new QVBoxLayout(body_)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside);
  head_->setObjectName(QLatin1String(name));
  column->addWidget(head_);
  column->addWidget(body_);
  inside_->setContentsMargins(0, 0, 0, style::kInside);
  inside_->setSpacing(style::kInside + 4);
  body_->hide();
  connect(head_, &FoldHead::toggled, body_, &QWidget::setVisible);
}

}  // namespace tonus::clinician
