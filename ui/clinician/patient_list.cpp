#include "clinician/patient_list.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include "style/label.h"
#include "style/two_line_delegate.h"
#include "style/words.h"

namespace tonus::clinician {

void PatientModel::setEntries(std::vector<PatientEntry> entries) {
  beginResetModel();
  entries_ = std::move(entries);
  endResetModel();
}

const PatientEntry* PatientModel::find(const QString& id) const {
  const int row = rowOf(id);
  return row < 0 ? nullptr : &entries_[static_cast<std::size_t>(row)];
}

int PatientModel::rowOf(const QString& id) const {
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (style::textOf(entries_[i].patient.id) == id) return static_cast<int>(i);
  return -1;
}

int PatientModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant PatientModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const PatientEntry& e = entries_[static_cast<std::size_t>(index.row())];
  const QString name = style::textOf(e.patient.name.empty() ? e.patient.code : e.patient.name);
  QStringList words;
  if (!e.patient.condition.empty()) words << style::textOf(e.patient.condition);
  words << (e.sessionsN == 0 ? tr("no sessions yet") : e.sessionsN == 1 ? tr("1 session") : tr("%1 sessions").arg(e.sessionsN));
  switch (role) {
    case Qt::DisplayRole: return name;
    case Qt::AccessibleTextRole: return name + QStringLiteral(", ") + words.join(QStringLiteral(", "));
    case kIdRole: return style::textOf(e.patient.id);
    case kWordsRole: return words.join(QStringLiteral(", "));
    case kSearchRole:
      return QStringLiteral("%1 %2 %3").arg(name, style::textOf(e.patient.code), style::textOf(e.patient.condition));
    default: return {};
  }
}

PatientList::PatientList(QWidget* parent)
    : QWidget(parent), search_(new QLineEdit), view_(new QListView),
      nobody_(style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary)) {
  filter_.setSourceModel(&model_);
  filter_.setFilterRole(PatientModel::kSearchRole);
  filter_.setFilterCaseSensitivity(Qt::CaseInsensitive);
  filter_.setSortCaseSensitivity(Qt::CaseInsensitive);
  filter_.setSortLocaleAware(true);
  filter_.sort(0);

  search_->setObjectName(QStringLiteral("patientSearch"));
  search_->setPlaceholderText(tr("Search name, code, condition"));
  search_->setAccessibleName(tr("Search patients"));
  search_->setClearButtonEnabled(true);
  search_->installEventFilter(this);
  view_->setObjectName(QStringLiteral("patientList"));
  view_->setAccessibleName(tr("Patients"));
  view_->setModel(&filter_);
  view_->setItemDelegate(new style::TwoLineDelegate(PatientModel::kWordsRole, view_));
  view_->setMouseTracking(true);
  view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setFrameShape(QFrame::NoFrame);
  nobody_->setWordWrap(true);
  nobody_->setContentsMargins(12, 8, 12, 8);
  nobody_->hide();

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 16, 12, 12);
  column->setSpacing(10);
  column->addWidget(search_);
  column->addWidget(nobody_);
  column->addWidget(view_, 1);

  connect(search_, &QLineEdit::textChanged, this, &PatientList::search);
  connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this] { Q_EMIT currentChanged(current()); });
  connect(view_, &QListView::activated, this, [this] { Q_EMIT opened(current()); });
}

void PatientList::setEntries(std::vector<PatientEntry> entries) {
  const QString kept = current();
  const QSignalBlocker quiet(view_->selectionModel());
  model_.setEntries(std::move(entries));
  select(kept);
}

QString PatientList::current() const { return view_->currentIndex().data(PatientModel::kIdRole).toString(); }

bool PatientList::select(const QString& id) {
  const int row = id.isEmpty() ? -1 : model_.rowOf(id);
  const QModelIndex index = row < 0 ? QModelIndex() : filter_.mapFromSource(model_.index(row));
  if (!index.isValid()) return false;
  view_->setCurrentIndex(index);
  view_->scrollTo(index);
  return true;
}

void PatientList::focusList() { view_->setFocus(Qt::OtherFocusReason); }

void PatientList::focusSearch() {
  search_->setFocus(Qt::ShortcutFocusReason);
  search_->selectAll();
}

void PatientList::search(const QString& words) {
  filter_.setFilterFixedString(words);
  const bool none = filter_.rowCount() == 0 && !words.isEmpty();
  nobody_->setText(tr("Nobody matches “%1”.").arg(words));
  nobody_->setVisible(none);
  if (!view_->currentIndex().isValid() && filter_.rowCount() > 0) view_->setCurrentIndex(filter_.index(0, 0));
}

bool PatientList::eventFilter(QObject* watched, QEvent* event) {
  if (watched == search_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      view_->setFocus(Qt::TabFocusReason);
      return true;
    }
    if (key == Qt::Key_Escape && !search_->text().isEmpty()) {
      search_->clear();
      return true;
    }
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && view_->currentIndex().isValid()) {
      Q_EMIT opened(current());
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace tonus::clinician
