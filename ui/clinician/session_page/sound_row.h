#pragma once
// How the patient hears the level: kind of tone, loudness, device, and a test. Remembered on this computer.

#include <QWidget>

#include "audio/sound_output.h"

class QLabel;
class QSlider;

namespace tonus::style {
class Choice;
}

namespace tonus::clinician {

class SoundRow : public QWidget {
  Q_OBJECT
 public:
  explicit SoundRow(audio::SoundOutput& sound, QWidget* parent = nullptr);

 private:
  void apply();
  void showStatus();
  void restore();

  audio::SoundOutput& sound_;
  style::Choice *kind_, *device_;
  QSlider* volume_;
  QLabel* words_;
};

}  // namespace tonus::clinician
