#include "style/two_line_delegate.h"

#include <QPainter>

#include "style/tokens.h"

namespace tonus::style {

void TwoLineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Tokens& t = tokens();
  const QRect box = option.rect.adjusted(0, 1, 0, -1);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
    const bool selected = option.state & QStyle::State_Selected;
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected ? t.selection : mix(t.surface, t.text, 0.04));
    painter->drawRoundedRect(box, kRadius, kRadius);
  }
  if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange)) {
    painter->setPen(QPen(t.accent, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), kRadius, kRadius);
  }
  const QFont first = face(Type::kBase, true);
  const QFont second = face(Type::kSmall);
  const QFontMetrics a(first);
  const QFontMetrics b(second);
  const int top = box.top() + (box.height() - a.height() - b.height()) / 2;
  const int width = box.width() - 24;
  painter->setFont(first);
  painter->setPen(t.text);
  painter->drawText(box.left() + 12, top + a.ascent(),
                    a.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, width));
  painter->setFont(second);
  painter->setPen(t.secondary);
  painter->drawText(box.left() + 12, top + a.height() + b.ascent(),
                    b.elidedText(index.data(secondLineRole_).toString(), Qt::ElideRight, width));
  painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  const int lines = QFontMetrics(face(Type::kBase, true)).height() +
                    QFontMetrics(face(Type::kSmall)).height();
  return {120, lines + 20};
}

}  // namespace tonus::style
