#include "clinician/session_page/status_strip.h"

#include <QPainter>

#include "style/number_label.h"
#include "style/tokens.h"

namespace tonus::clinician {

StatusStrip::StatusStrip(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Session status"));
}

QSize StatusStrip::sizeHint() const { return {600, QFontMetrics(style::face(style::Type::kSmall)).height() + 16}; }

void StatusStrip::showItems(Light light, std::vector<Item> left, std::vector<Item> right) {
  light_ = light;
  left_ = std::move(left);
  right_ = std::move(right);
  QStringList words;
  for (const auto* items : {&left_, &right_}) {
    for (const Item& item : *items)
      words << QStringList{item.word, item.value, item.after}.join(QLatin1Char(' ')).trimmed();
  }
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  update();
}

double StatusStrip::paintItem(QPainter& painter, const Item& item, double x, double baseline, bool fromRight) const {
  const style::Tokens& t = style::tokens();
  const QFont plain = style::face(style::Type::kSmall);
  const QFont strong = style::face(style::Type::kSmall, true);
  const QFontMetrics p(plain);
  const QFontMetrics s(strong);
  const double space = p.horizontalAdvance(QLatin1Char(' '));
  const double word = item.word.isEmpty() ? 0 : p.horizontalAdvance(item.word) + space;
  const double value = style::digitsWidth(s, item.value);
  const double after = item.after.isEmpty() ? 0 : space + p.horizontalAdvance(item.after);
  if (fromRight) x -= word + value + after;
  painter.setFont(plain);
  painter.setPen(t.secondary);
  painter.drawText(QPointF(x, baseline), item.word);
  painter.drawText(QPointF(x + word + value + space, baseline), item.after);
  painter.setPen(t.text);
  style::paintDigits(painter, strong, x + word, baseline, item.value);
  return fromRight ? x - style::kAround : x + word + value + after + style::kAround;
}

void StatusStrip::paintEvent(QPaintEvent*) {
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.fillRect(QRect(0, 0, width(), 1), t.line);
  const QFontMetrics metrics(style::face(style::Type::kSmall));
  const double baseline = (height() + metrics.ascent() - metrics.descent()) / 2.0;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(light_ == Light::kGood ? t.inTarget : light_ == Light::kCaution ? t.caution : t.notUsable);
  const QPointF middle(style::kAround + 4, height() / 2.0);
  if (light_ == Light::kGood)
    painter.drawEllipse(middle, 4, 4);
  else
    painter.drawPolygon(QPolygonF({middle + QPointF(-5, 4), middle + QPointF(5, 4), middle + QPointF(0, -5)}));
  double x = style::kAround + 16;
  for (const Item& item : left_) x = paintItem(painter, item, x, baseline, false);
  double end = width() - style::kAround;
  for (auto item = right_.rbegin(); item != right_.rend(); ++item) end = paintItem(painter, *item, end, baseline, true);
}

}  // namespace tonus::clinician
