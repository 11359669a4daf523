#include "style/button.h"

#include <QPainter>
#include <QPainterPath>

#include "style/icons.h"
#include "style/tokens.h"

namespace tonus::style {
namespace {

struct Look {
  QColor fill, border, ink;
};

Look lookOf(Button::Kind kind, const Tokens& t) {
  switch (kind) {
    case Button::Kind::kPrimary: return {t.accent, t.accent, t.onAccent};
    case Button::Kind::kDanger: return {t.surface, t.line, t.notUsable};
    case Button::Kind::kQuiet: return {QColor(Qt::transparent), QColor(Qt::transparent), t.accent};
    case Button::Kind::kPlain: break;
  }
  return {t.surface, t.line, t.text};
}

}  // namespace

Button::Button(const QString& text, Kind kind, QWidget* parent) : QPushButton(text, parent), kind_(kind) {
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

void Button::setKeyHint(const QString& key) {
  if (key == key_) return;   // asked four times a second: the whole window would be laid out again
  key_ = key;
  setAccessibleDescription(key.isEmpty() ? QString() : tr("Key: %1").arg(key));
  updateGeometry();
  update();
}

void Button::setIconName(const QString& name) {
  icon_ = name;
  updateGeometry();
  update();
}

void Button::setKind(Kind kind) {
  kind_ = kind;
  update();
}

void Button::setTall(bool tall) {
  tall_ = tall;
  updateGeometry();
  update();
}

QFont Button::textFont() const { return face(tall_ ? Type::kLead : Type::kBase, true); }

QSize Button::keySize() const {
  if (key_.isEmpty()) return {};
  const QFontMetrics metrics(face(Type::kSmall));
  return {std::max(metrics.horizontalAdvance(key_) + 10, metrics.height() + 4), metrics.height() + 3};
}

QSize Button::sizeHint() const {
  const QFontMetrics metrics(textFont());
  int width = metrics.horizontalAdvance(text()) + 2 * (tall_ ? 22 : 16);
  if (!key_.isEmpty()) width += kInside + keySize().width();
  if (!icon_.isEmpty()) width += 20 + (text().isEmpty() ? 0 : 6);
  return {width, std::max(tall_ ? kTouch : kControl, metrics.height() + 14)};
}

void Button::paintKey(QPainter& painter, const QRectF& box, const QColor& ink) const {
  QColor border = ink;
  border.setAlphaF(kind_ == Kind::kPrimary ? 0.55F : 0.25F);
  painter.setPen(QPen(border, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
  painter.setPen(ink);
  painter.setFont(face(Type::kSmall));
  painter.drawText(box, Qt::AlignCenter, key_);
}

void Button::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  Look look = lookOf(kind_, t);
  if (!isEnabled()) {
    look.ink = t.disabled;
    if (kind_ == Kind::kPrimary) look.fill = look.border = t.track;
  } else if (isDown() || isChecked()) {
    look.fill = kind_ == Kind::kPrimary ? mix(look.fill, t.text, 0.2) : mix(t.surface, t.text, 0.12);
  } else if (underMouse()) {
    look.fill = kind_ == Kind::kPrimary ? mix(look.fill, t.text, 0.1) : mix(t.surface, t.text, 0.05);
  }

  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(look.border.alpha() == 0 ? Qt::NoPen : QPen(look.border, 1));
  painter.setBrush(look.fill);
  painter.drawRoundedRect(box, kRadius, kRadius);
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(kind_ == Kind::kPrimary ? t.onAccent : t.accent, 2));
    const double inset = kind_ == Kind::kPrimary ? 2.5 : 0.5;
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), kRadius - 1, kRadius - 1);
  }

  const QFont words = textFont();
  const QFontMetrics metrics(words);
  const int textWidth = metrics.horizontalAdvance(text());
  const int iconWidth = icon_.isEmpty() ? 0 : 20 + (text().isEmpty() ? 0 : 6);
  const int keyWidth = key_.isEmpty() ? 0 : kInside + keySize().width();
  double x = (width() - textWidth - iconWidth - keyWidth) / 2.0;
  if (iconWidth > 0) paintIcon(painter, icon_, QRectF(x, (height() - 20) / 2.0, 20, 20), look.ink);
  x += iconWidth;
  painter.setFont(words);
  painter.setPen(look.ink);
  painter.drawText(QRectF(x, 0, textWidth + 2, height()), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, text());
  x += textWidth + kInside;
  if (!key_.isEmpty()) {
    const QColor ink = !isEnabled() ? t.disabled : kind_ == Kind::kPrimary ? t.onAccent : t.secondary;
    paintKey(painter, QRectF(x, (height() - keySize().height()) / 2.0, keySize().width(), keySize().height()), ink);
  }
}

}  // namespace tonus::style
