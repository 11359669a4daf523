#include "review/session_list.h"

#include "style/two_line_delegate.h"
#include "style/words.h"

namespace tonus::review {

void SessionListModel::setRows(std::vector<store::SessionRow> rows, bool withPatient) {
  beginResetModel();
  rows_ = std::move(rows);
  withPatient_ = withPatient;
  endResetModel();
}

int SessionListModel::rowOf(const QString& id) const {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (style::textOf(rows_[i].id) == id) return static_cast<int>(i);
  return -1;
}

int SessionListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant SessionListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const store::SessionRow& row = rows_[static_cast<std::size_t>(index.row())];
  const QString when = style::dayAndTime(row.started);
  const QString protocol = row.protocolName.empty() ? tr("Free") : style::textOf(row.protocolName);
  QString words = tr("%1, %2").arg(style::duration(row.durationS), protocol);
  if (row.state == store::SessionState::kInterrupted) words = tr("cut short, %1").arg(words);
  switch (role) {
    case Qt::DisplayRole: return withPatient_ ? tr("%1, %2").arg(style::textOf(row.patientCode), when) : when;
    case Qt::AccessibleTextRole: return QStringLiteral("%1, %2").arg(when, words);
    case Qt::ToolTipRole: return QStringLiteral("%1\n%2").arg(style::longDay(row.started), words);
    case kWordsRole: return words;
    case kIdRole: return style::textOf(row.id);
    default: return {};
  }
}

SessionList::SessionList(QWidget* parent) : QListView(parent) {
  setObjectName(QStringLiteral("reviewSessions"));
  setAccessibleName(tr("Sessions"));
  setModel(&model_);
  setItemDelegate(new style::TwoLineDelegate(SessionListModel::kWordsRole, this));
  setUniformItemSizes(true);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& now) { if (now.isValid()) Q_EMIT chosen(current()); });
}

void SessionList::setRows(std::vector<store::SessionRow> rows, bool withPatient) {
  const QString kept = current();
  const QSignalBlocker quiet(selectionModel());
  model_.setRows(std::move(rows), withPatient);
  select(kept);
}

QString SessionList::current() const { return currentIndex().data(SessionListModel::kIdRole).toString(); }

bool SessionList::select(const QString& id) {
  const int row = model_.rowOf(id);
  if (row < 0) return false;
  setCurrentIndex(model_.index(row));
  scrollTo(model_.index(row));
  return true;
}

}  // namespace tonus::review
