#pragma once
// Protocols: all there are for the patient in view on the left, one in words on the right; copies, versions, files.

#include <vector>

#include "style/page.h"
#include "tonus/app/protocols.h"

class QStackedWidget;

namespace tonus::style {
class Button;
class EmptyState;
}

namespace tonus::clinician {

class Notice;
class ProtocolEditor;
class ProtocolList;
class ProtocolView;
class Workspace;

class ProtocolsPage : public style::Page {
  Q_OBJECT

 public:
  ProtocolsPage(Workspace& workspace, std::string resourcesDir, QWidget* parent = nullptr);

  QString title() const override { return tr("Protocols"); }
  QString subtitle() const override;
  bool demo() const override;
  QList<QWidget*> barActions() override;
  QList<style::KeyHelp> keys() const override;
  void enter() override;

  /// Whose copies are listed beside the clinic's; an empty id: nobody's.
  void setPatient(const store::Patient& patient);
  ProtocolList& list() { return *list_; }
  ProtocolEditor& editor() { return *editor_; }
  bool editing() const;
  /// Something typed in the editor would be lost.
  bool unsaved() const;

 public Q_SLOTS:
  void reload();
  /// Asks for a file; with `path` it does not ask.
  void importFile(QString path = {});
  void exportFile(QString path = {});

 Q_SIGNALS:
  /// Others may be chosen now: for whoever offers them.
  void protocolsChanged();

 protected:
  void focusInEvent(QFocusEvent* event) override;

 private:
  void addShortcuts();
  void connectView();
  void showCurrent();
  void copyFor(const std::string& patientId);
  void withdrawCurrent();
  void restore(int version);
  void edit();
  void save(const session::Protocol& protocol);
  void leaveEditor();
  void showEditor(bool editing);
  void added(const app::OfferedProtocol& protocol, const QString& words);
  void showFault(const core::Fault& fault);
  QString patientName() const;

  Workspace& workspace_;
  std::string resourcesDir_;
  store::Patient patient_;
  ProtocolList* list_;
  QStackedWidget* right_;
  style::EmptyState* nothing_;
  ProtocolView* view_;
  ProtocolEditor* editor_;
  QWidget* side_;
  Notice* notice_;
  style::Button* import_;
};

}  // namespace tonus::clinician
