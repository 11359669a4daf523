#include "clinician/sessions_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <cmath>

#include "clinician/progress.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {

void SessionsModel::setRows(std::vector<store::SessionRow> rows) {
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

bool SessionsModel::sharesItsDay(int at) const {
  const auto same = [&](int other) { return other >= 0 && other < rowCount() && style::day(row(other).started) == style::day(row(at).started); };
  return same(at - 1) || same(at + 1);
}

int SessionsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SessionsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumnsN; }

QVariant SessionsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const store::SessionRow& r = row(index.row());
  if (role == Qt::TextAlignmentRole) {
    const bool right = index.column() == kMinutes || index.column() == kInTarget;
    return QVariant((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role == Qt::ToolTipRole && index.column() == kDate) return style::longDay(r.started);
  if (role == Qt::ForegroundRole && index.column() == kSignal) {
    const bool quiet = r.state == store::SessionState::kDone && r.lostN == 0;
    return quiet ? style::tokens().text : style::tokens().caution;
  }
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case kDate: return sharesItsDay(index.row()) ? style::dayAndTime(r.started) : style::day(r.started);
    case kProtocol: return r.protocolName.empty() ? tr("Free") : style::textOf(r.protocolName);
    case kMinutes: return r.durationS >= 600 ? style::number(r.durationS / 60, 0) : style::number(r.durationS / 60, 1);
    case kInTarget:
      return r.summary && r.summary->scoredS > 0 ? style::percent(r.summary->successRate()) : QStringLiteral("—");
    case kSignal: return signalWords(r);
    default: return {};
  }
}

QVariant SessionsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    const bool right = section == kMinutes || section == kInTarget;
    return QVariant((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case kDate: return tr("Date");
    case kProtocol: return tr("Protocol");
    case kMinutes: return tr("Min");
    case kInTarget: return tr("In target");
    case kSignal: return tr("Signal");
    default: return {};
  }
}

SessionsTable::SessionsTable(QWidget* parent) : QTableView(parent) {
  setObjectName(QStringLiteral("sessionsTable"));
  setAccessibleName(tr("Sessions"));
  setModel(&model_);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setTabKeyNavigation(false);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  verticalHeader()->hide();
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionsClickable(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setSectionResizeMode(SessionsModel::kProtocol, QHeaderView::Stretch);
  setToolTip(tr("Enter opens the session"));
  connect(this, &QTableView::doubleClicked, this, &SessionsTable::open);
  fitRows();
}

void SessionsTable::setRows(std::vector<store::SessionRow> rows) { model_.setRows(std::move(rows)); }

void SessionsTable::open(const QModelIndex& index) {
  if (index.isValid()) Q_EMIT opened(style::textOf(model_.row(index.row()).id));
}

void SessionsTable::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
    open(currentIndex());
  else
    QTableView::keyPressEvent(event);
}

/// Coming by key, one sees where one is.
void SessionsTable::focusInEvent(QFocusEvent* event) {
  QTableView::focusInEvent(event);
  if (!currentIndex().isValid() && model_.rowCount() > 0) setCurrentIndex(model_.index(0, 0));
}

void SessionsTable::changeEvent(QEvent* event) {
  QTableView::changeEvent(event);
  if (event->type() == QEvent::FontChange) fitRows();
}

void SessionsTable::fitRows() {
  verticalHeader()->setDefaultSectionSize(QFontMetrics(style::face(style::Type::kBase)).height() + 28);
}

}  // namespace tonus::clinician
