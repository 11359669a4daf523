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
      words << QStringList{item.word, item.value, afterOf(item, Room::kWide)}.join(QLatin1Char(' ')).trimmed();
  }
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  update();
}

QString StatusStrip::afterOf(const Item& item, Room room) {
  if (item.afterWide.isEmpty() || room == Room::kUsual) return item.after;
  return room == Room::kWide ? item.afterWide : QString();
}

double StatusStrip::widthOf(const Item& item, Room room) {
  const QFontMetrics plain(style::face(style::Type::kSmall));
  const QFontMetrics strong(style::face(style::Type::kSmall, true));
  const double space = plain.horizontalAdvance(QLatin1Char(' '));
  const QString after = afterOf(item, room);
  return (item.word.isEmpty() ? 0 : plain.horizontalAdvance(item.word) + space) + style::digitsWidth(strong, item.value) +
         (after.isEmpty() ? 0 : space + style::digitsWidth(plain, after)) + style::kAround;
}

StatusStrip::Room StatusStrip::room() const {
  for (const Room room : {Room::kWide, Room::kUsual}) {
    double wide = style::kAround + 16;
    for (const auto* items : {&left_, &right_})
      for (const Item& item : *items) wide += widthOf(item, room);
    if (wide <= width()) return room;
  }
  return Room::kNarrow;
}

void StatusStrip::paintItem(QPainter& painter, const Item& item, Room room, double x, double baseline) const {
  const style::Tokens& t = style::tokens();
  const QFont plain = style::face(style::Type::kSmall);
  const QFont strong = style::face(style::Type::kSmall, true);
  const QFontMetrics p(plain);
  const double space = p.horizontalAdvance(QLatin1Char(' '));
  const double word = item.word.isEmpty() ? 0 : p.horizontalAdvance(item.word) + space;
  painter.setFont(plain);
  painter.setPen(t.secondary);
  painter.drawText(QPointF(x, baseline), item.word);
  style::paintDigits(painter, plain, x + word + style::digitsWidth(QFontMetrics(strong), item.value) + space, baseline,
                     afterOf(item, room));
  painter.setPen(t.text);
  style::paintDigits(painter, strong, x + word, baseline, item.value);
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
  const Room room = this->room();
  double end = width();
  for (auto item = right_.rbegin(); item != right_.rend(); ++item) {
    end -= widthOf(*item, room);
    paintItem(painter, *item, room, end, baseline);
  }
  double x = style::kAround + 16;
  for (const Item& item : left_) {
    if (x + widthOf(item, room) > end) continue;  // rather a gap than words over words; the tool tip has everything
    paintItem(painter, item, room, x, baseline);
    x += widthOf(item, room);
  }
}

}  // namespace tonus::clinician
