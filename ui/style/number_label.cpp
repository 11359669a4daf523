#include "style/number_label.h"

#include <QPainter>
#include <algorithm>

namespace tonus::style {
namespace {

int cellWidth(const QFontMetrics& metrics) {
  int widest = 0;
  for (char digit = '0'; digit <= '9'; ++digit)
    widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
  return widest;
}

constexpr int kUnitGap = 6;

}  // namespace

int digitsWidth(const QFontMetrics& metrics, const QString& number) {
  const int cell = cellWidth(metrics);
  int width = 0;
  for (const QChar c : number) width += c.isDigit() ? cell : metrics.horizontalAdvance(c);
  return width;
}

int paintDigits(QPainter& painter, const QFont& font, double x, double baseline, const QString& number) {
  const QFontMetrics metrics(font);
  const int cell = cellWidth(metrics);
  painter.setFont(font);
  int width = 0;
  for (const QChar c : number) {
    const int own = metrics.horizontalAdvance(c);
    const int room = c.isDigit() ? cell : own;
    painter.drawText(QPointF(x + width + (room - own) / 2.0, baseline), QString(c));
    width += room;
  }
  return width;
}

NumberLabel::NumberLabel(Type type, QWidget* parent) : QWidget(parent), type_(type) {
  setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

void NumberLabel::setValue(const QString& number, const QString& unit) {
  if (number == number_ && unit == unit_) return;
  const bool wider = number.size() != number_.size() || unit != unit_;
  number_ = number;
  unit_ = unit;
  if (wider) updateGeometry();
  tellName();
  update();
}

void NumberLabel::setName(const QString& name) {
  name_ = name;
  tellName();
}

void NumberLabel::setAlignment(Qt::Alignment horizontal) {
  align_ = horizontal;
  update();
}

void NumberLabel::setCells(int cells) {
  cells_ = cells;
  updateGeometry();
}

void NumberLabel::tellName() {
  setAccessibleName(QStringLiteral("%1 %2 %3").arg(name_, number_, unit_).simplified());
}

int NumberLabel::numberWidth(const QFontMetrics& metrics) const {
  return std::max(digitsWidth(metrics, number_), cells_ * cellWidth(metrics));
}

QSize NumberLabel::sizeHint() const {
  const QFontMetrics large(face(type_, true));
  const QFontMetrics small(face(Type::kBase));
  const int unit = unit_.isEmpty() ? 0 : kUnitGap + small.horizontalAdvance(unit_);
  return {numberWidth(large) + unit + 1, large.height()};
}

void NumberLabel::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  const QFont large = face(type_, true);
  const QFont small = face(type_ >= Type::kHuge ? Type::kTitle : Type::kBase);
  const QFontMetrics metrics(large);
  const int unitWidth = unit_.isEmpty() ? 0 : kUnitGap + QFontMetrics(small).horizontalAdvance(unit_);
  const int total = digitsWidth(metrics, number_) + unitWidth;
  double x = 0;
  if (align_ & Qt::AlignHCenter) x = (width() - total) / 2.0;
  if (align_ & Qt::AlignRight) x = width() - total;
  const double baseline = (height() - metrics.height()) / 2.0 + metrics.ascent();

  QPainter painter(this);
  painter.setPen(isEnabled() ? t.text : t.disabled);
  x += paintDigits(painter, large, x, baseline, number_);
  painter.setPen(t.secondary);
  painter.setFont(small);
  painter.drawText(QPointF(x + kUnitGap, baseline), unit_);
}

}  // namespace tonus::style
