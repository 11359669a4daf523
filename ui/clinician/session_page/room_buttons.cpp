#include "clinician/session_page/room_buttons.h"

#include "audio/sound_output.h"
#include "patient/patient_display.h"
#include "style/button.h"

namespace tonus::clinician {
namespace {

QString soundName(const feedback::SoundSettings& s) {
  switch (s.kind) {
    case feedback::SoundKind::kRain: return RoomButtons::tr("rain");
    case feedback::SoundKind::kSurf: return RoomButtons::tr("surf");
    case feedback::SoundKind::kStream: return RoomButtons::tr("stream");
    case feedback::SoundKind::kMusic: return RoomButtons::tr("music");
    case feedback::SoundKind::kTone: break;
  }
  const bool falls = s.tone.pitch == feedback::TonePitch::kFalls;
  switch (s.tone.mode) {
    case feedback::ToneMode::kGate:
      return s.tone.gate == feedback::ToneGate::kInTarget ? RoomButtons::tr("in target") : RoomButtons::tr("out of target");
    case feedback::ToneMode::kVolume:
      return falls ? RoomButtons::tr("quieter as tension falls") : RoomButtons::tr("louder as effort rises");
    case feedback::ToneMode::kPitch: break;
  }
  return falls ? RoomButtons::tr("pitch falls with tension") : RoomButtons::tr("pitch rises with effort");
}

}  // namespace

RoomButtons::RoomButtons(audio::SoundOutput& sound, patient::PatientDisplay& display, QWidget& page)
    : QObject(&page), sound_(sound), display_(display), page_(page) {
  soundButton_ = new style::Button(tr("Sound"), style::Button::Kind::kPlain, &page);
  displayButton_ = new style::Button(tr("Patient display"), style::Button::Kind::kPlain, &page);
  soundButton_->hide();
  displayButton_->hide();
  connect(soundButton_, &QPushButton::clicked, this, &RoomButtons::toggleSound);
  connect(displayButton_, &QPushButton::clicked, this, &RoomButtons::toggleDisplay);
  connect(&sound, &audio::SoundOutput::statusChanged, this, &RoomButtons::name);
  connect(&display, &patient::PatientDisplay::whereChanged, this, &RoomButtons::name);
  name();
}

QList<QWidget*> RoomButtons::widgets() const { return {soundButton_, displayButton_}; }

void RoomButtons::name() {
  const audio::SoundStatus& s = sound_.status();
  soundButton_->setText(sound_.muted() ? tr("Sound: off")
                        : !s.playing   ? tr("Sound: no device")
                                       : tr("Sound: %1").arg(soundName(sound_.settings())));
  soundButton_->setToolTip(s.words);
  soundButton_->setAccessibleDescription(s.words);
  displayButton_->setText(tr("Patient display: %1").arg(display_.where()));
  Q_EMIT named();
}

void RoomButtons::toggleSound() {
  sound_.setMuted(!sound_.muted());
  name();
}

void RoomButtons::toggleDisplay() {
  if (display_.isOpen()) display_.close();
  else display_.open();
  page_.window()->activateWindow();
  name();
}

}  // namespace tonus::clinician
