#include "clinician/patients_page.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "bridge/preferences.h"
#include "clinician/notice.h"
#include "clinician/patient_detail.h"
#include "clinician/patient_form.h"
#include "clinician/sessions_table.h"
#include "clinician/workspace.h"
#include "style/button.h"
#include "style/empty_state.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {
constexpr int kUndoMs = 20000;
}

PatientsPage::PatientsPage(Workspace& workspace, QWidget* parent)
    : Page(parent),
      workspace_(workspace),
      list_(new PatientList),
      right_(new QStackedWidget),
      nobody_(new style::EmptyState(QStringLiteral("patients"), tr("No patients yet"),
                                    tr("Add the first one; a session can follow at once."))),
      detail_(new PatientDetail),
      form_(new PatientForm),
      notice_(new Notice),
      new_(new style::Button(tr("New patient"))) {
  new_->setObjectName(QStringLiteral("newPatient"));
  new_->setKeyHint(QStringLiteral("Ctrl N"));
  auto* side = new QFrame;
  side->setProperty("bar", "list");
  side->setFixedWidth(std::max(264, 16 * style::pixels(style::Type::kBase)));
  auto* sideColumn = new QVBoxLayout(side);
  sideColumn->setContentsMargins(0, 0, 0, 0);
  sideColumn->addWidget(list_);

  right_->addWidget(nobody_);
  right_->addWidget(detail_);
  right_->addWidget(form_);
  auto* column = new QVBoxLayout;
  column->setSpacing(0);
  column->addWidget(right_, 1);
  column->addWidget(notice_);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(side);
  row->addLayout(column, 1);

  connect(nobody_->addAction(tr("New patient")), &QPushButton::clicked, this, &PatientsPage::newPatient);
  connect(new_, &QPushButton::clicked, this, &PatientsPage::newPatient);
  connect(list_, &PatientList::currentChanged, this, [this](const QString& id) {
    keepDraft();
    showPatient(id);
  });
  connect(list_, &PatientList::opened, this, [this] { detail_->table().setFocus(Qt::TabFocusReason); });
  connect(detail_, &PatientDetail::editPatient, this, &PatientsPage::editCurrent);
  connect(detail_, &PatientDetail::hidePatient, this, &PatientsPage::hideCurrent);
  connect(detail_, &PatientDetail::sessionOpened, this, &PatientsPage::sessionOpened);
  connect(detail_, &PatientDetail::startSession, this, [this] { Q_EMIT startRequested(current()); });
  connect(detail_, &PatientDetail::trainNow, this, [this] { Q_EMIT trainRequested(current()); });
  connect(form_, &PatientForm::accepted, this, &PatientsPage::save);
  connect(form_, &PatientForm::cancelled, this, [this] { keepDraft(); showPatient(list_->current()); });
  connect(&workspace_, &Workspace::storeChanged, this, &PatientsPage::reload);
  connect(&workspace_, &Workspace::recordsChanged, this, &PatientsPage::reload);
  addShortcuts();
  reload();
}

void PatientsPage::addShortcuts() {
  const auto add = [this](const QKeySequence& key, auto act) {
    auto* shortcut = new QShortcut(key, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, act);
  };
  add(QKeySequence::New, [this] { newPatient(); });
  add(QKeySequence::Find, [this] { list_->focusSearch(); });
  add(Qt::Key_F2, [this] { editCurrent(); });
  add(Qt::CTRL | Qt::Key_Return, [this] { goOn(); });
  add(Qt::CTRL | Qt::Key_Enter, [this] { goOn(); });
  add(Qt::CTRL | Qt::Key_T, [this] {
    if (right_->currentWidget() == detail_ && detail_->canTrainNow()) Q_EMIT trainRequested(current());
  });
}

void PatientsPage::goOn() {
  if (right_->currentWidget() == form_) return form_->save();
  if (right_->currentWidget() == detail_ && !current().id.empty()) Q_EMIT startRequested(current());
}

void PatientsPage::keepDraft() {
  if (right_->currentWidget() != form_ || !form_->changed()) return;
  const store::Patient draft = form_->draft();
  notice_->show(Notice::Kind::kCalm, tr("What was typed was not saved."), tr("Undo"), [this, draft] {
    const auto known = std::find_if(patients_.begin(), patients_.end(), [&](const auto& p) { return p.id == draft.id; });
    right_->setCurrentWidget(form_);
    store::Patient fresh;
    fresh.demo = draft.demo;
    form_->edit(known == patients_.end() ? fresh : *known, patients_);
    form_->fill(draft);
  }, kUndoMs);
}

/// Not a focus proxy: the Tab key would step over the search then.
void PatientsPage::focusInEvent(QFocusEvent*) { list_->focusList(); }

bool PatientsPage::demo() const { return workspace_.demo(); }
QList<QWidget*> PatientsPage::barActions() { return {new_}; }

QList<style::KeyHelp> PatientsPage::keys() const {
  return {{tr("Ctrl+N"), tr("New patient")},
          {tr("Ctrl+F"), tr("Search")},
          {tr("↑ ↓"), tr("Choose a patient")},
          {tr("Enter"), tr("To the sessions; again: review the chosen one")},
          {tr("Ctrl+Enter"), tr("Start a session")},
          {tr("Ctrl+T"), tr("Train now, by the last visit's lines")},
          {tr("F2"), tr("Change the patient's details")}};
}

void PatientsPage::enter() {
  if (right_->currentWidget() == form_) return;
  reload();
}

store::Patient PatientsPage::current() const {
  const PatientEntry* entry = list_->entry(list_->current());
  return entry == nullptr ? store::Patient{} : entry->patient;
}

void PatientsPage::setCanStart(bool can) { detail_->setCanStart(can); }

void PatientsPage::reload() {
  if (workspace_.store() == nullptr) return;
  auto patients = workspace_.store()->patients();
  const auto activity = workspace_.store()->activity();
  if (!patients) return showFault(patients.fault());
  if (!activity) return showFault(activity.fault());
  patients_ = patients.value();
  std::map<std::string, PatientEntry> entries;
  for (const store::Patient& p : patients_) entries[p.id].patient = p;
  for (const store::PatientActivity& a : activity.value()) {
    const auto entry = entries.find(a.patientId);
    if (entry == entries.end()) continue;   // hidden
    entry->second.sessionsN = static_cast<int>(a.sessionsN);
    entry->second.lastSession = a.lastSession;
  }
  std::vector<PatientEntry> list;
  for (const auto& [id, entry] : entries) list.push_back(entry);
  list_->setEntries(std::move(list));
  if (list_->current().isEmpty() && !list_->select(bridge::Preferences().lastPatient()) && !entries.empty()) {
    const auto newest = std::max_element(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
      return a.second.lastSession < b.second.lastSession;
    });
    list_->select(style::textOf(newest->first));
  }
  if (right_->currentWidget() != form_) showPatient(list_->current());
  Q_EMIT headChanged();
}

void PatientsPage::showPatient(const QString& id) {
  const PatientEntry* entry = list_->entry(id);
  if (entry == nullptr || workspace_.store() == nullptr) {
    right_->setCurrentWidget(nobody_);
    return;
  }
  auto sessions = workspace_.store()->sessions(entry->patient.id);
  if (!sessions) return showFault(sessions.fault());
  detail_->show(entry->patient, std::move(sessions).value());
  right_->setCurrentWidget(detail_);
  bridge::Preferences().setLastPatient(id);
  Q_EMIT patientChanged();
  Q_EMIT headChanged();
}

void PatientsPage::newPatient() {
  if (workspace_.store() == nullptr) return;
  keepDraft();
  right_->setCurrentWidget(form_);
  store::Patient fresh;
  fresh.demo = workspace_.demo();
  form_->edit(fresh, patients_);
}

void PatientsPage::editCurrent() {
  if (current().id.empty()) return;
  keepDraft();
  right_->setCurrentWidget(form_);
  form_->edit(current(), patients_);
}

void PatientsPage::hideCurrent() {
  const store::Patient gone = current();
  if (gone.id.empty()) return;
  if (const auto status = workspace_.store()->hidePatient(gone.id); !status) return showFault(status.fault());
  reload();
  notice_->show(Notice::Kind::kCalm, tr("%1 is out of the list. Nothing was erased.").arg(style::textOf(gone.name)), tr("Undo"),
                [this, gone] {
                  if (const auto status = workspace_.store()->restorePatient(gone.id); !status)
                    return showFault(status.fault());
                  reload();
                  list_->select(style::textOf(gone.id));
                }, kUndoMs);
}

void PatientsPage::save(const store::Patient& patient) {
  std::string id = patient.id;
  if (id.empty()) {
    const auto added = workspace_.store()->addPatient(patient);
    if (!added) return form_->setFault(style::sentence(added.fault()));
    id = added.value().id;
  } else if (const auto status = workspace_.store()->revisePatient(patient); !status) {
    return form_->setFault(style::sentence(status.fault()));
  }
  right_->setCurrentWidget(detail_);
  notice_->dismiss();
  reload();
  list_->select(style::textOf(id));
  showPatient(style::textOf(id));
  detail_->table().setFocus(Qt::OtherFocusReason);
}

void PatientsPage::showFault(const core::Fault& fault) {
  notice_->show(Notice::Kind::kCaution, style::sentence(fault));
}

}  // namespace tonus::clinician
