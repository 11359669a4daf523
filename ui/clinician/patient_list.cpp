#include "clinician/patient_list.h"

#include <QAction>
#include <QCollator>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>
#include <algorithm>

#include "style/label.h"
#include "style/two_line_delegate.h"
#include "style/words.h"

namespace tonus::clinician {

namespace {

QString nameOf(const store::Patient& patient) { return style::textOf(patient.name.empty() ? patient.code : patient.name); }

}  // namespace

/// Sorted here and once, by keys made once: a view asks for names thousands of times.
void PatientModel::setEntries(std::vector<PatientEntry> entries) {
  QCollator collator;
  collator.setCaseSensitivity(Qt::CaseInsensitive);
  std::vector<std::pair<QCollatorSortKey, std::size_t>> order;
  for (std::size_t i = 0; i < entries.size(); ++i) order.emplace_back(collator.sortKey(nameOf(entries[i].patient)), i);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  beginResetModel();
  entries_.clear();
  rows_.clear();
  for (const auto& [key, i] : order) {
    rows_.insert(style::textOf(entries[i].patient.id), static_cast<int>(entries_.size()));
    entries_.push_back(std::move(entries[i]));
  }
  endResetModel();
}

const PatientEntry* PatientModel::find(const QString& id) const {
  const int row = rowOf(id);
  return row < 0 ? nullptr : &entries_[static_cast<std::size_t>(row)];
}

int PatientModel::rowOf(const QString& id) const { return rows_.value(id, -1); }

int PatientModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

QVariant PatientModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const PatientEntry& e = entries_[static_cast<std::size_t>(index.row())];
  const QString name = nameOf(e.patient);
  const auto words = [&] {
    QStringList all;
    if (!e.patient.condition.empty()) all << style::textOf(e.patient.condition);
    all << (e.sessionsN == 0 ? tr("no sessions yet") : e.sessionsN == 1 ? tr("1 session") : tr("%1 sessions").arg(e.sessionsN));
    return all.join(QStringLiteral(", "));
  };
  switch (role) {
    case Qt::DisplayRole: return name;
    case Qt::AccessibleTextRole: return name + QStringLiteral(", ") + words();
    case kIdRole: return style::textOf(e.patient.id);
    case kWordsRole: return words();
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

  search_->setObjectName(QStringLiteral("patientSearch"));
  search_->setPlaceholderText(tr("Search name, code, condition"));
  search_->setAccessibleName(tr("Search patients"));
  search_->setClearButtonEnabled(true);
  search_->installEventFilter(this);
  view_->setObjectName(QStringLiteral("patientList"));
  view_->setAccessibleName(tr("Patients"));
  view_->setModel(&filter_);
  view_->setItemDelegate(new style::TwoLineDelegate(PatientModel::kWordsRole, view_));
  view_->setUniformItemSizes(true);
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
