#pragma once
// Patients: list on the left, the one in view on the right.

#include <vector>

#include "clinician/patient_list.h"
#include "style/page.h"
#include "tonus/store/store.h"

class QStackedWidget;

namespace tonus::style {
class Button;
class EmptyState;
}

namespace tonus::clinician {

class Notice;
class PatientDetail;
class PatientForm;
class Workspace;

class PatientsPage : public style::Page {
  Q_OBJECT

 public:
  explicit PatientsPage(Workspace& workspace, QWidget* parent = nullptr);

  QString title() const override { return tr("Patients"); }
  bool demo() const override;
  QList<QWidget*> barActions() override;
  QList<style::KeyHelp> keys() const override;
  void enter() override;

  /// The patient in view; an empty id if there is none.
  store::Patient current() const;
  void setCanStart(bool can);

 public Q_SLOTS:
  void reload();
  void newPatient();

 Q_SIGNALS:
  void patientChanged();
  void startRequested(const store::Patient& patient);
  void trainRequested(const store::Patient& patient);
  void sessionOpened(const QString& sessionId);

 protected:
  void focusInEvent(QFocusEvent* event) override;

 private:
  void addShortcuts();
  void showPatient(const QString& id);
  void goOn();
  void keepDraft();
  void editCurrent();
  void hideCurrent();
  void save(const store::Patient& patient);
  void showFault(const core::Fault& fault);

  Workspace& workspace_;
  PatientList* list_;
  QStackedWidget* right_;
  style::EmptyState* nobody_;
  PatientDetail* detail_;
  PatientForm* form_;
  Notice* notice_;
  style::Button* new_;
  std::vector<store::Patient> patients_;
};

}  // namespace tonus::clinician
