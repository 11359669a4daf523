#pragma once
// What the patient hears and where the patient looks: two buttons in the top bar, and their keys.

#include <QList>
#include <QObject>

class QWidget;

namespace tonus::audio {
class SoundOutput;
}
namespace tonus::patient {
class PatientDisplay;
}
namespace tonus::style {
class Button;
}

namespace tonus::clinician {

class RoomButtons : public QObject {
  Q_OBJECT
 public:
  /// The buttons are the page's children until the top bar takes them.
  RoomButtons(audio::SoundOutput& sound, patient::PatientDisplay& display, QWidget& page);

  QList<QWidget*> widgets() const;
  void toggleSound();
  void toggleDisplay();

 Q_SIGNALS:
  void named();   ///< what stands on them has changed

 private:
  void name();

  audio::SoundOutput& sound_;
  patient::PatientDisplay& display_;
  QWidget& page_;
  style::Button *soundButton_, *displayButton_;
};

}  // namespace tonus::clinician
