#include "style/flow_layout.h"

#include <QWidget>
#include <algorithm>
#include <utility>

#include "style/tokens.h"

namespace tonus::style {

namespace {

bool expands(QLayoutItem& item) {
  const QWidget* widget = item.widget();
  return item.expandingDirections().testFlag(Qt::Horizontal) ||
         (widget != nullptr && widget->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored);
}

int heightOf(const QLayoutItem& item, int width) {
  const int high = item.hasHeightForWidth() ? item.heightForWidth(width) : item.sizeHint().height();
  return std::clamp(high, item.minimumSize().height(), item.maximumSize().height());
}

}  // namespace

FlowLayout::FlowLayout(QWidget* parent) : QLayout(parent) {
  setContentsMargins(0, 0, 0, 0);
  setSpacing(kInside);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item) { items_.emplace_back(item); }

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  if (index < 0 || index >= count()) return nullptr;
  const auto at = items_.begin() + index;
  QLayoutItem* item = at->release();
  items_.erase(at);
  return item;
}

std::vector<FlowLayout::Row> FlowLayout::rows(int width) const {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    QLayoutItem& item = *items_[i];
    if (item.isEmpty()) continue;
    const int least = item.minimumSize().width();
    const int wide = std::max(least, std::min(item.sizeHint().width(), width));
    if (rows.empty() || rows.back().width + spacing() + wide > width) rows.push_back({{}, -spacing(), 0});
    rows.back().cells.push_back({&item, wide, i >= rightFrom_});
    rows.back().width += spacing() + wide;
  }
  for (Row& row : rows) fill(row, width);
  return rows;
}

void FlowLayout::fill(Row& row, int width) const {
  if (width < QLAYOUTSIZE_MAX) {
    for (Cell& cell : row.cells) {
      if (!expands(*cell.item)) continue;
      cell.width += width - row.width;
      row.width = width;
      break;
    }
  }
  for (const Cell& cell : row.cells) row.height = std::max(row.height, heightOf(*cell.item, cell.width));
}

int FlowLayout::heightForWidth(int width) const {
  const QMargins m = contentsMargins();
  int height = m.top() + m.bottom() - spacing();
  for (const Row& row : rows(width - m.left() - m.right())) height += row.height + spacing();
  return std::max(height, m.top() + m.bottom());
}

QSize FlowLayout::sizeHint() const {
  const QMargins m = contentsMargins();
  const auto all = rows(QLAYOUTSIZE_MAX);
  const QSize size = all.empty() ? QSize(0, 0) : QSize(all.front().width, all.front().height);
  return size + QSize(m.left() + m.right(), m.top() + m.bottom());
}

QSize FlowLayout::minimumSize() const {
  const QMargins m = contentsMargins();
  QSize size(0, 0);
  for (const auto& item : items_)
    if (!item->isEmpty()) size = size.expandedTo(item->minimumSize());
  return size + QSize(m.left() + m.right(), m.top() + m.bottom());
}

void FlowLayout::setGeometry(const QRect& box) {
  QLayout::setGeometry(box);
  const QRect inner = box.marginsRemoved(contentsMargins());
  int y = inner.top();
  for (const Row& row : rows(inner.width())) {
    place(row, inner, y);
    y += row.height + spacing();
  }
}

void FlowLayout::place(const Row& row, const QRect& box, int y) {
  const bool mirrored = parentWidget() != nullptr && parentWidget()->isRightToLeft();
  int x = box.left();
  bool pushed = false;
  for (const Cell& cell : row.cells) {
    if (cell.right && !std::exchange(pushed, true)) x += box.width() - row.width;
    const int high = heightOf(*cell.item, cell.width);
    QRect place(x, y + (row.height - high) / 2, cell.width, high);
    if (mirrored) place.moveLeft(box.left() + box.right() - place.right());
    cell.item->setGeometry(place);
    x += cell.width + spacing();
  }
}

}  // namespace tonus::style
