#include "review/numbers_table.h"

#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "review/protocol_numbers.h"
#include "style/tokens.h"

namespace tonus::review {
namespace {

QPixmap chip(const QColor& colour, qreal ratio) {
  QPixmap pixmap(QSize(10, 10) * ratio);
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawRoundedRect(QRectF(0, 0, 10, 10), 2, 2);
  return pixmap;
}

}  // namespace

void NumbersModel::setSession(const store::SessionRow& session, bool ofProtocol) {
  beginResetModel();
  ofProtocol_ = ofProtocol;
  NumberTable table{numberHeads(session), 1, {}};
  if (ofProtocol) table = protocolNumbers(session);
  else table.rows = numberRows(session);
  heads_ = std::move(table.heads);
  wordsN_ = static_cast<int>(table.wordsN);
  rows_ = std::move(table.rows);
  endResetModel();
}

/// Numbers to the right, words to the left.
QVariant NumbersModel::alignment(int column) const {
  return QVariant((column < wordsN_ ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

int NumbersModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int NumbersModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(heads_.size());
}

QVariant NumbersModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const NumberRow& row = rows_[static_cast<std::size_t>(index.row())];
  if (role == Qt::TextAlignmentRole) return alignment(index.column());
  if (role == Qt::ToolTipRole && !row.how.isEmpty()) return row.how;
  if (role == Qt::DecorationRole && index.column() == 0 && !ofProtocol_)
    return chip(style::tokens().channel(static_cast<std::size_t>(index.row())), 2);
  if (role != Qt::DisplayRole) return {};
  return row.cells.value(index.column());
}

QVariant NumbersModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return alignment(section);
  return role == Qt::DisplayRole ? QVariant(heads_.value(section)) : QVariant();
}

NumbersTable::NumbersTable(QWidget* parent) : QTableView(parent) {
  setObjectName(QStringLiteral("numbersTable"));
  setAccessibleName(tr("Numbers of the session"));
  setModel(&model_);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setShowGrid(false);
  setTextElideMode(Qt::ElideMiddle);  // the side is at the end of a muscle's name
  setFrameShape(QFrame::NoFrame);
  setTabKeyNavigation(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(QFontMetrics(style::face(style::Type::kBase)).height() + 14);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionsClickable(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NumbersTable::setSession(const store::SessionRow& session, bool ofProtocol) {
  model_.setSession(session, ofProtocol);
  updateGeometry();
}

void NumbersTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  int needed = std::min(sizeHintForColumn(0), 10 * style::pixels(style::Type::kBase));   // a long name may be cut
  for (int c = 1; c < model_.columnCount(); ++c) needed += std::max(sizeHintForColumn(c), horizontalHeader()->sectionSizeHint(c));
  // The names take what is left; where nothing is left the table scrolls and they stay readable.
  const auto mode = needed > width() ? QHeaderView::ResizeToContents : QHeaderView::Stretch;
  if (mode == horizontalHeader()->sectionResizeMode(0)) return;
  horizontalHeader()->setSectionResizeMode(0, mode);
  updateGeometry();
}

QSize NumbersTable::sizeHint() const {
  const int shown = std::min(4, std::max(1, model_.rowCount()));
  const bool scrolls = horizontalHeader()->sectionResizeMode(0) == QHeaderView::ResizeToContents;
  const int bar = scrolls ? horizontalScrollBar()->sizeHint().height() : 0;
  return {600, horizontalHeader()->sizeHint().height() + shown * verticalHeader()->defaultSectionSize() + 4 + bar};
}

}  // namespace tonus::review
