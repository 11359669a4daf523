#include "clinician/session_page/sound_row.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QSlider>
#include <QStandardPaths>

#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/tokens.h"

namespace tonus::clinician {
namespace {

using feedback::SoundKind;
using feedback::ToneGate;
using feedback::ToneMode;

/// A row of the list of sounds, by the name that is remembered.
struct Kind {
  const char* id;
  SoundKind kind;
  ToneMode mode;
  ToneGate gate;
};
constexpr Kind kKinds[]{
    {"pitch", SoundKind::kTone, ToneMode::kPitch, ToneGate::kOutOfTarget},
    {"volume", SoundKind::kTone, ToneMode::kVolume, ToneGate::kOutOfTarget},
    {"out", SoundKind::kTone, ToneMode::kGate, ToneGate::kOutOfTarget},
    {"in", SoundKind::kTone, ToneMode::kGate, ToneGate::kInTarget},
    {"rain", SoundKind::kRain, ToneMode::kPitch, ToneGate::kOutOfTarget},
    {"surf", SoundKind::kSurf, ToneMode::kPitch, ToneGate::kOutOfTarget},
    {"stream", SoundKind::kStream, ToneMode::kPitch, ToneGate::kOutOfTarget},
    {"music", SoundKind::kMusic, ToneMode::kPitch, ToneGate::kOutOfTarget},
};
const QString kOff = QStringLiteral("off");
const QString kDims = QStringLiteral("dims");

}  // namespace

SoundRow::SoundRow(audio::SoundOutput& sound, QWidget* parent) : QWidget(parent), sound_(sound) {
  build();
  restore();
  connect(kind_, &style::Choice::activated, this, &SoundRow::apply);
  connect(change_, &style::Choice::activated, this, &SoundRow::apply);
  connect(volume_, &QSlider::valueChanged, this, &SoundRow::apply);
  for (QCheckBox* box : {chime_, speech_}) box->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);  // words are not cut
  connect(chime_, &QCheckBox::toggled, this, &SoundRow::apply);
  connect(speech_, &QCheckBox::toggled, this, &SoundRow::apply);
  connect(music_, &QPushButton::clicked, this, &SoundRow::chooseMusic);
  connect(device_, &style::Choice::activated, this, [this] { sound_.chooseDevice(device_->currentData().toByteArray()); });
  connect(test_, &QPushButton::clicked, this, [this] {
    sound_.playTest();
    sound_.say(tr("This is how cues are spoken"));
  });
  connect(&sound_, &audio::SoundOutput::statusChanged, this, &SoundRow::showStatus);
  apply();
  showStatus();
}

void SoundRow::addKinds() {
  const QString names[]{tr("pitch follows the level"), tr("loudness follows the level"), tr("tone while out of target"),
                        tr("tone while in target"),    tr("rain"),                       tr("surf"),
                        tr("stream"),                  tr("own music")};
  for (std::size_t i = 0; i < std::size(kKinds); ++i) kind_->addItem(names[i], QString::fromLatin1(kKinds[i].id));
  kind_->addItem(tr("off"), kOff);
}

void SoundRow::build() {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(style::kInside);
  grid->setVerticalSpacing(4);
  kind_ = new style::Choice;
  kind_->setObjectName("soundKind");
  kind_->setAccessibleName(tr("Kind of sound"));
  addKinds();
  volume_ = new QSlider(Qt::Horizontal);
  volume_->setObjectName("soundVolume");
  volume_->setRange(0, 100);
  volume_->setFixedWidth(110);
  volume_->setAccessibleName(tr("Loudness"));
  device_ = new style::Choice;
  device_->setSizeAdjustPolicy(style::Choice::AdjustToMinimumContentsLengthWithIcon);
  device_->setMinimumContentsLength(12);
  device_->setAccessibleName(tr("Sound device"));
  test_ = new style::Button(tr("Test"));
  test_->setAccessibleDescription(tr("Plays the chosen sound for two seconds"));
  change_ = new style::Choice;
  change_->setObjectName("soundChange");
  change_->addItem(tr("clears at the goal"), QStringLiteral("clears"));
  change_->addItem(tr("dims away from the goal"), kDims);
  change_->setAccessibleName(tr("How the sound follows the level"));
  music_ = new style::Button(tr("Choose music…"));
  music_->setObjectName("soundMusic");
  chime_ = new QCheckBox(tr("Bell on reaching the target"));
  chime_->setObjectName("soundChime");
  speech_ = new QCheckBox(tr("Spoken cues"));
  speech_->setObjectName("soundSpeech");
  words_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  words_->setWordWrap(true);
  auto* more = new QHBoxLayout;
  more->setSpacing(style::kBetween);
  for (QWidget* w : {static_cast<QWidget*>(change_), static_cast<QWidget*>(music_), static_cast<QWidget*>(chime_),
                     static_cast<QWidget*>(speech_)})
    more->addWidget(w);
  more->addStretch();
  grid->addWidget(style::makeLabel(tr("Sound"), style::Type::kBase, false, style::Tone::kSecondary), 0, 0);
  grid->addWidget(kind_, 0, 1);
  grid->addWidget(volume_, 0, 2);
  grid->addWidget(device_, 0, 3);
  grid->addWidget(test_, 0, 4);
  grid->addLayout(more, 1, 1, 1, 4);
  grid->addWidget(words_, 2, 1, 1, 4);
  grid->setColumnStretch(3, 1);
}

void SoundRow::restore() {
  const QSettings settings;
  kind_->setCurrentIndex(std::max(0, kind_->findData(settings.value("sound/kind", "pitch"))));
  change_->setCurrentIndex(std::max(0, change_->findData(settings.value("sound/change"))));
  volume_->setValue(settings.value("sound/volume", 40).toInt());
  chime_->setChecked(settings.value("sound/chime", false).toBool());
  speech_->setChecked(settings.value("sound/speech", false).toBool());
  if (const QString music = settings.value("sound/music").toString(); !music.isEmpty()) sound_.setMusicFile(music);
}

void SoundRow::apply() {
  const QString id = kind_->currentData().toString();
  feedback::SoundSettings sound = sound_.settings();  // which way the pitch goes follows from the rule
  for (const Kind& k : kKinds) {
    if (id != QLatin1String(k.id)) continue;
    sound.kind = k.kind;
    sound.tone.mode = k.mode;
    sound.tone.gate = k.gate;
  }
  sound.change = change_->currentData().toString() == kDims ? feedback::SoundChange::kDims : feedback::SoundChange::kClears;
  sound.tone.volume = static_cast<float>(volume_->value()) / 100.0F;
  sound.chime = chime_->isChecked();
  sound_.setSettings(sound);
  sound_.setMuted(id == kOff);
  sound_.setSpeaks(speech_->isChecked());
  change_->setVisible(sound.kind != SoundKind::kTone && id != kOff);
  music_->setVisible(sound.kind == SoundKind::kMusic && id != kOff);
  QSettings settings;
  settings.setValue("sound/kind", id);
  settings.setValue("sound/change", change_->currentData());
  settings.setValue("sound/volume", volume_->value());
  settings.setValue("sound/chime", sound.chime);
  settings.setValue("sound/speech", speech_->isChecked());
  showStatus();
}

void SoundRow::chooseMusic() {
  const QString at = sound_.musicFile().isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::MusicLocation) : sound_.musicFile();
  const QString path = QFileDialog::getOpenFileName(this, tr("The patient's own music"), at,
                                                    tr("Music (*.wav *.flac *.ogg *.opus *.mp3);;All files (*)"));
  if (path.isEmpty()) return;
  sound_.setMusicFile(path);
  QSettings().setValue("sound/music", path);
}

void SoundRow::showStatus() {
  const audio::SoundStatus& status = sound_.status();
  QString words = status.words;
  if (sound_.settings().kind == SoundKind::kMusic)
    words += QStringLiteral(" · ") + (sound_.musicFile().isEmpty() ? tr("no music chosen yet: nothing sounds") : sound_.musicWords());
  if (words_->text() != words) words_->setText(words);
  if (static_cast<std::size_t>(device_->count()) == status.devices.size() + 1) return;
  const QSignalBlocker quiet(device_);
  const QByteArray chosen = device_->currentData().toByteArray();
  device_->clear();
  device_->addItem(tr("the system's device"), QByteArray());
  for (const audio::SoundDevice& d : status.devices) device_->addItem(d.name, d.id);
  device_->setCurrentIndex(std::max(0, device_->findData(chosen)));
}

}  // namespace tonus::clinician
