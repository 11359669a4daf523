#pragma once
// What the patient sees, small and live, and the choice of scenes below it, each with a still picture.

#include <QWidget>

#include "patient/scene_previews.h"

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
  static constexpr int kPictureRole = Qt::UserRole + 1;   ///< of an item of the list, once it is painted

  explicit ScenePicker(patient::PatientDisplay& display, QWidget* parent = nullptr);

  /// Of the session that is being set up: lists what suits it first and shows what was chosen last for it.
  void setUp(bool up);
  /// The scene after (1) or before (-1) this one in the list; round again. Returns its title.
  QString turn(int by);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void list();
  void chosen();
  void showPicture(const QString& scene, const QPixmap& picture);

  patient::PatientDisplay& display_;
  patient::ScenePreviews previews_;
  style::Choice* choice_;
  bool up_ = false;
};

}  // namespace tonus::clinician
