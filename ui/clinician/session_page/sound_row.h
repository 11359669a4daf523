#pragma once
// What the patient hears: kind of sound, loudness, device, bell, spoken cues, and a test. Remembered on this computer.

#include <QWidget>

#include "audio/sound_output.h"

class QCheckBox;
class QGridLayout;
class QLabel;
class QSlider;

namespace tonus::style {
class Button;
class Choice;
}

namespace tonus::clinician {

class SoundRow : public QWidget {
  Q_OBJECT
 public:
  explicit SoundRow(audio::SoundOutput& sound, QWidget* parent = nullptr);

 private:
  void build();
  void addKinds();
  void apply();
  void showStatus();
  void restore();
  void chooseMusic();

  audio::SoundOutput& sound_;
  style::Choice *kind_, *change_, *device_;
  QSlider* volume_;
  QCheckBox *chime_, *speech_;
  style::Button *music_, *test_;
  QLabel* words_;
};

}  // namespace tonus::clinician
