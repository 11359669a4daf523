#pragma once
// What the patient sees, small and live, and the choice of scenes below it.

#include <QWidget>

namespace tonus::style {
class Choice;
}
namespace tonus::patient {
class PatientDisplay;
}

namespace tonus::clinician {

/// GUI thread. Remembers one scene for training that lets go and one for training that works.
class ScenePicker : public QWidget {
  Q_OBJECT
 public:
  explicit ScenePicker(patient::PatientDisplay& display, QWidget* parent = nullptr);

  /// Of the session that is being set up: lists what suits it first and shows what was chosen last for it.
  void setUp(bool up);

 private:
  void list();
  void chosen();

  patient::PatientDisplay& display_;
  style::Choice* choice_;
  bool up_ = false;
};

}  // namespace tonus::clinician
