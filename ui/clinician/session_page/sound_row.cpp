#include "clinician/session_page/sound_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QSlider>

#include "style/button.h"
#include "style/choice.h"
#include "style/label.h"
#include "style/tokens.h"

namespace tonus::clinician {
namespace {

const QString kPitch = QStringLiteral("pitch");
const QString kOut = QStringLiteral("out");
const QString kIn = QStringLiteral("in");
const QString kOff = QStringLiteral("off");

}  // namespace

SoundRow::SoundRow(audio::SoundOutput& sound, QWidget* parent) : QWidget(parent), sound_(sound) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(style::kInside);
  grid->setVerticalSpacing(2);
  kind_ = new style::Choice;
  kind_->addItem(tr("pitch follows the level"), kPitch);
  kind_->addItem(tr("tone while out of target"), kOut);
  kind_->addItem(tr("tone while in target"), kIn);
  kind_->addItem(tr("off"), kOff);
  kind_->setAccessibleName(tr("Kind of sound"));
  volume_ = new QSlider(Qt::Horizontal);
  volume_->setRange(0, 100);
  volume_->setFixedWidth(110);
  volume_->setAccessibleName(tr("Loudness"));
  device_ = new style::Choice;
  device_->setSizeAdjustPolicy(style::Choice::AdjustToMinimumContentsLengthWithIcon);
  device_->setMinimumContentsLength(12);
  device_->setAccessibleName(tr("Sound device"));
  auto* test = new style::Button(tr("Test"));
  test->setAccessibleDescription(tr("Plays a tone for one second"));
  words_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  words_->setWordWrap(true);
  grid->addWidget(style::makeLabel(tr("Sound"), style::Type::kBase, false, style::Tone::kSecondary), 0, 0);
  grid->addWidget(kind_, 0, 1);
  grid->addWidget(volume_, 0, 2);
  grid->addWidget(device_, 0, 3);
  grid->addWidget(test, 0, 4);
  grid->addWidget(words_, 1, 1, 1, 4);
  grid->setColumnStretch(3, 1);
  restore();
  connect(kind_, &style::Choice::activated, this, &SoundRow::apply);
  connect(volume_, &QSlider::valueChanged, this, &SoundRow::apply);
  connect(device_, &style::Choice::activated, this, [this] { sound_.chooseDevice(device_->currentData().toByteArray()); });
  connect(test, &QPushButton::clicked, &sound_, &audio::SoundOutput::playTest);
  connect(&sound_, &audio::SoundOutput::statusChanged, this, &SoundRow::showStatus);
  apply();
  showStatus();
}

void SoundRow::restore() {
  const QSettings settings;
  kind_->setCurrentIndex(std::max(0, kind_->findData(settings.value("sound/kind", kPitch))));
  volume_->setValue(settings.value("sound/volume", 40).toInt());
}

void SoundRow::apply() {
  const QString kind = kind_->currentData().toString();
  feedback::ToneSettings tone = sound_.settings();  // which way the pitch goes follows from the rule
  tone.mode = kind == kPitch ? feedback::ToneMode::kPitch : feedback::ToneMode::kGate;
  tone.gate = kind == kIn ? feedback::ToneGate::kInTarget : feedback::ToneGate::kOutOfTarget;
  tone.volume = static_cast<float>(volume_->value()) / 100.0F;
  sound_.setSettings(tone);
  sound_.setMuted(kind == kOff);
  QSettings settings;
  settings.setValue("sound/kind", kind);
  settings.setValue("sound/volume", volume_->value());
}

void SoundRow::showStatus() {
  const audio::SoundStatus& status = sound_.status();
  if (words_->text() != status.words) words_->setText(status.words);
  if (static_cast<std::size_t>(device_->count()) == status.devices.size() + 1) return;
  const QSignalBlocker quiet(device_);
  const QByteArray chosen = device_->currentData().toByteArray();
  device_->clear();
  device_->addItem(tr("the system's device"), QByteArray());
  for (const audio::SoundDevice& d : status.devices) device_->addItem(d.name, d.id);
  device_->setCurrentIndex(std::max(0, device_->findData(chosen)));
}

}  // namespace tonus::clinician
