#include "audio/sound_output.h"

#include "audio/sound_feeder.h"

namespace tonus::audio {

SoundOutput::SoundOutput(core::Clock& clock, QObject* parent)
    : QObject(parent), feeder_(new SoundFeeder(sink_, clock)) {
  status_.words = tr("Looking for a sound device");
  feeder_->moveToThread(&thread_);
  thread_.setObjectName(QStringLiteral("audio"));
  connect(&thread_, &QThread::started, feeder_, &SoundFeeder::begin);
  connect(&thread_, &QThread::finished, feeder_, &QObject::deleteLater);
  connect(feeder_, &SoundFeeder::changed, this, [this](const SoundStatus& status) {
    status_ = status;
    Q_EMIT statusChanged();
  });
  thread_.start(QThread::HighPriority);
}

SoundOutput::~SoundOutput() {
  thread_.quit();
  thread_.wait();
}

void SoundOutput::setSettings(const feedback::ToneSettings& settings) {
  settings_ = settings;
  QMetaObject::invokeMethod(feeder_, [f = feeder_, settings] { f->setSettings(settings); });
}

void SoundOutput::setMuted(bool muted) {
  muted_ = muted;
  QMetaObject::invokeMethod(feeder_, [f = feeder_, muted] { f->setMuted(muted); });
}

void SoundOutput::chooseDevice(const QByteArray& id) {
  QMetaObject::invokeMethod(feeder_, [f = feeder_, id] { f->chooseDevice(id); });
}

void SoundOutput::clearLatency() {
  status_.latency = {};
  QMetaObject::invokeMethod(feeder_, [f = feeder_] { f->clearLatency(); });
}

void SoundOutput::playTest() {
  QMetaObject::invokeMethod(feeder_, [f = feeder_] { f->playTest(); });
}

}  // namespace tonus::audio
