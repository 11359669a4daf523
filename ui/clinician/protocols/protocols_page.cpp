#include "clinician/protocols/protocols_page.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QSaveFile>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "bridge/preferences.h"
#include "clinician/notice.h"
#include "clinician/protocols/phase_strip.h"
#include "clinician/protocols/protocol_editor.h"
#include "clinician/protocols/protocol_list.h"
#include "clinician/protocols/protocol_view.h"
#include "clinician/protocols/words.h"
#include "clinician/session_page/muscle_list.h"
#include "clinician/workspace.h"
#include "style/button.h"
#include "style/empty_state.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr int kUndoMs = 20000;
constexpr int kToldMs = 8000;
constexpr qint64 kMostBytes = 4 << 20;   // of a protocol file: far more than any

std::vector<std::pair<QString, QString>> muscleNames(const std::string& resourcesDir) {
  std::vector<std::pair<QString, QString>> out;
  for (const Muscle& m : loadMuscles(resourcesDir)) out.emplace_back(m.id, m.name);
  return out;
}

}  // namespace

ProtocolsPage::ProtocolsPage(Workspace& workspace, std::string resourcesDir, QWidget* parent)
    : Page(parent), workspace_(workspace), resourcesDir_(std::move(resourcesDir)), list_(new ProtocolList), right_(new QStackedWidget),
      nothing_(new style::EmptyState(QStringLiteral("protocols"), tr("No protocol chosen"), tr("Choose one on the left."))),
      view_(new ProtocolView(muscleNames(resourcesDir_))), editor_(new ProtocolEditor(muscleNames(resourcesDir_))), notice_(new Notice), import_(new style::Button(tr("Open a file…"))) {
  import_->setObjectName(QStringLiteral("importProtocol"));
  import_->setKeyHint(QStringLiteral("Ctrl O"));
  import_->setToolTip(tr("A protocol file becomes a protocol of the clinic"));
  auto* side = new QFrame;
  side_ = side;
  side->setProperty("bar", "list");
  side->setFixedWidth(std::max(296, 18 * style::pixels(style::Type::kBase)));
  auto* sideColumn = new QVBoxLayout(side);
  sideColumn->setContentsMargins(0, 0, 0, 0);
  sideColumn->addWidget(list_);
  right_->addWidget(nothing_);
  right_->addWidget(view_);
  right_->addWidget(editor_);
  auto* column = new QVBoxLayout;
  column->setSpacing(0);
  column->addWidget(right_, 1);
  column->addWidget(notice_);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(side);
  row->addLayout(column, 1);
  connect(list_, &ProtocolList::currentChanged, this, &ProtocolsPage::showCurrent);
  connect(import_, &QPushButton::clicked, this, [this] { importFile(); });
  connect(&workspace_, &Workspace::storeChanged, this, [this] {
    notice_->dismiss();
    if (editing()) showEditor(false);   // what is edited belongs to the other store
    else reload();
  });
  connectView();
  addShortcuts();
  reload();
}

void ProtocolsPage::connectView() {
  connect(view_, &ProtocolView::editWanted, this, &ProtocolsPage::edit);
  connect(editor_, &ProtocolEditor::accepted, this, &ProtocolsPage::save);
  connect(editor_, &ProtocolEditor::left, this, &ProtocolsPage::leaveEditor);
  connect(view_, &ProtocolView::clinicCopyWanted, this, [this] { copyFor({}); });
  connect(view_, &ProtocolView::patientCopyWanted, this, [this] { copyFor(patient_.id); });
  connect(view_, &ProtocolView::withdrawWanted, this, &ProtocolsPage::withdrawCurrent);
  connect(view_, &ProtocolView::exportWanted, this, [this] { exportFile(); });
  connect(view_, &ProtocolView::restoreWanted, this, &ProtocolsPage::restore);
}

void ProtocolsPage::addShortcuts() {
  const auto add = [this](const QKeySequence& key, auto act) {
    auto* shortcut = new QShortcut(key, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, act);
  };
  add(QKeySequence::Find, [this] { list_->focusSearch(); });
  add(QKeySequence::Open, [this] { importFile(); });
  add(Qt::Key_F2, [this] { edit(); });
}

void ProtocolsPage::focusInEvent(QFocusEvent*) {
  if (editing()) editor_->strip().setFocus(Qt::OtherFocusReason);
  else list_->focusList();
}
bool ProtocolsPage::editing() const { return right_->currentWidget() == editor_; }
bool ProtocolsPage::unsaved() const { return editing() && editor_->draft().changed(); }
bool ProtocolsPage::demo() const { return workspace_.demo(); }
QList<QWidget*> ProtocolsPage::barActions() { return {import_}; }
QString ProtocolsPage::patientName() const { return style::textOf(patient_.name.empty() ? patient_.code : patient_.name); }
QString ProtocolsPage::subtitle() const {
  if (editing()) return editor_->original().origin == app::ProtocolOrigin::kPatient ? tr("editing, for one patient alone") : tr("editing, for the clinic");
  return patient_.id.empty() ? QString() : tr("with the copies for %1").arg(patientName());
}

QList<style::KeyHelp> ProtocolsPage::keys() const {
  return {{tr("↑ ↓"), tr("Choose a protocol")},
          {tr("Ctrl+F"), tr("Search")},
          {tr("Ctrl+O"), tr("Open a protocol file")},
          {tr("F2"), tr("Edit")},
          {tr("← →"), tr("Choose a phase")},
          {tr("Alt+← Alt+→"), tr("While editing: move the phase")},
          {tr("+ −"), tr("While editing: make the phase longer, shorter")},
          {tr("Ctrl+Z, Ctrl+Shift+Z"), tr("While editing: undo, redo")},
          {tr("Ctrl+S"), tr("While editing: save as the next version")},
          {tr("Esc"), tr("While editing: leave")}};
}

void ProtocolsPage::enter() { reload(); }

void ProtocolsPage::setPatient(const store::Patient& patient) {
  patient_ = patient;
  reload();
  Q_EMIT headChanged();
}

void ProtocolsPage::reload() {
  if (editing()) return;   // afterwards
  auto offer = app::protocolsFor(workspace_.store(), patient_.id, resourcesDir_);
  if (!offer) return showFault(offer.fault());
  if (!offer->faults.empty()) showFault(offer->faults.front());
  list_->setProtocols(std::move(offer->protocols));
  showCurrent();
}

void ProtocolsPage::showCurrent() {
  const app::OfferedProtocol* now = list_->current();
  if (now == nullptr) return right_->setCurrentWidget(nothing_);
  std::vector<app::OfferedProtocol> versions;
  if (workspace_.store() != nullptr) {
    auto all = app::versionsOf(*workspace_.store(), *now);
    if (!all) return showFault(all.fault());
    versions = *std::move(all);
  }
  view_->show(*now, std::move(versions), patient_.id.empty() ? QString() : patientName());
  right_->setCurrentWidget(view_);
}

void ProtocolsPage::added(const app::OfferedProtocol& protocol, const QString& words) {
  reload();
  list_->select(ProtocolList::keyOf(protocol));
  notice_->show(Notice::Kind::kCalm, words, {}, {}, kToldMs);
  Q_EMIT protocolsChanged();
}

void ProtocolsPage::copyFor(const std::string& patientId) {
  const app::OfferedProtocol* from = list_->current();
  if (from == nullptr || workspace_.store() == nullptr) return;
  const auto copy = app::copyProtocol(*workspace_.store(), *from, patientId);
  if (!copy) return showFault(copy.fault());
  added(*copy, patientId.empty() ? tr("“%1” is a protocol of the clinic now, and can be changed.").arg(style::textOf(copy->protocol.name))
                                 : tr("“%1” is there for %2 alone now, and can be changed.").arg(style::textOf(copy->protocol.name), patientName()));
}

void ProtocolsPage::withdrawCurrent() {
  const app::OfferedProtocol* now = list_->current();
  if (now == nullptr || workspace_.store() == nullptr) return;
  const app::OfferedProtocol gone = *now;
  const std::string protocol = gone.saved.protocolId, patient = gone.saved.patientId;
  if (const auto status = workspace_.store()->withdrawProtocol(protocol, patient); !status) return showFault(status.fault());
  reload();
  Q_EMIT protocolsChanged();
  notice_->show(Notice::Kind::kCalm, tr("“%1” is out of the list. Nothing was erased.").arg(style::textOf(gone.protocol.name)), tr("Undo"),
                [this, gone] {
                  if (const auto back = workspace_.store()->restoreProtocol(gone.saved.protocolId, gone.saved.patientId); !back)
                    return showFault(back.fault());
                  reload();
                  list_->select(ProtocolList::keyOf(gone));
                  Q_EMIT protocolsChanged();
                }, kUndoMs);
}

void ProtocolsPage::restore(int version) {
  const app::OfferedProtocol* now = list_->current();
  if (now == nullptr || workspace_.store() == nullptr) return;
  const auto versions = app::versionsOf(*workspace_.store(), *now);
  if (!versions) return showFault(versions.fault());
  const auto old = std::find_if(versions->begin(), versions->end(), [&](const auto& v) { return v.saved.version == version; });
  if (old == versions->end()) return;
  const auto saved = app::saveProtocol(*workspace_.store(), *now, old->protocol);
  if (!saved) return showFault(saved.fault());
  added(*saved, tr("Version %1 is in use again, as version %2.").arg(version).arg(saved->saved.version));
}

void ProtocolsPage::showEditor(bool editing) {
  right_->setCurrentWidget(editing ? static_cast<QWidget*>(editor_) : view_);
  side_->setVisible(!editing);
  import_->setEnabled(!editing);
  if (!editing) reload();
  Q_EMIT headChanged();
}

void ProtocolsPage::edit() {
  const app::OfferedProtocol* now = list_->current();
  if (editing() || now == nullptr || now->origin == app::ProtocolOrigin::kShipped) return;
  notice_->dismiss();
  const app::OfferedProtocol chosen = *now;
  editor_->edit(chosen);
  showEditor(true);
  editor_->strip().setFocus(Qt::OtherFocusReason);
}

void ProtocolsPage::save(const session::Protocol& protocol) {
  if (workspace_.store() == nullptr) return;
  const auto saved = app::saveProtocol(*workspace_.store(), editor_->original(), protocol);
  if (!saved) return editor_->setFault(style::sentence(saved.fault()));
  showEditor(false);
  added(*saved, tr("Saved as version %1 of “%2”.").arg(saved->saved.version).arg(style::textOf(saved->protocol.name)));
}

void ProtocolsPage::leaveEditor() {
  const bool changed = editor_->draft().changed();
  showEditor(false);
  list_->focusList();
  if (!changed) return;
  notice_->show(Notice::Kind::kCalm, tr("What was changed was not saved."), tr("Undo"), [this] {
    showEditor(true);
    editor_->strip().setFocus(Qt::OtherFocusReason);
  }, kUndoMs);
}

void ProtocolsPage::importFile(QString path) {
  if (workspace_.store() == nullptr || editing()) return;
  bridge::Preferences preferences;
  if (path.isEmpty())
    path = QFileDialog::getOpenFileName(this, tr("Open a protocol file"), preferences.filesFolder(), tr("Protocols (*.json);;All files (*)"));
  if (path.isEmpty()) return;
  preferences.setFilesFolderOf(path);
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
    return showFault({core::FaultCode::kIo, tr("%1 could not be read.").arg(path).toStdString(), tr("Nothing was added. Choose another file.").toStdString()});
  const auto protocol = app::importProtocol(*workspace_.store(), file.readAll().toStdString());
  if (!protocol) return showFault(protocol.fault());
  added(*protocol, tr("“%1” is a protocol of the clinic now.").arg(style::textOf(protocol->protocol.name)));
}

void ProtocolsPage::exportFile(QString path) {
  const app::OfferedProtocol* now = list_->current();
  if (now == nullptr) return;
  bridge::Preferences preferences;
  if (path.isEmpty())
    path = QFileDialog::getSaveFileName(this, tr("Write the protocol to a file"),
                                        preferences.filesFolder() + QLatin1Char('/') + style::textOf(now->protocol.id) + QLatin1String(".json"),
                                        tr("Protocols (*.json)"));
  if (path.isEmpty()) return;
  preferences.setFilesFolderOf(path);
  QSaveFile file(path);
  const QByteArray text = QByteArray::fromStdString(session::toJson(now->protocol)) + '\n';
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
    return showFault({core::FaultCode::kIo, tr("%1 could not be written.").arg(path).toStdString(), tr("Choose another place.").toStdString()});
  notice_->show(Notice::Kind::kCalm, tr("Written to %1.").arg(path), {}, {}, kToldMs);
}

void ProtocolsPage::showFault(const core::Fault& fault) { notice_->show(Notice::Kind::kCaution, style::sentence(fault)); }

}  // namespace tonus::clinician
