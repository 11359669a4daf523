#include "audio/sound_output.h"

#include <QFileInfo>

#include "audio/sound_feeder.h"
#include "audio/sound_maker.h"

namespace tonus::audio {

SoundOutput::SoundOutput(core::Clock& clock, QObject* parent)
    : QObject(parent), feeder_(new SoundFeeder(sink_, clock)), maker_(new SoundMaker) {
  status_.words = tr("Looking for a sound device");
  feeder_->moveToThread(&thread_);
  thread_.setObjectName(QStringLiteral("audio"));
  connect(&thread_, &QThread::started, feeder_, &SoundFeeder::begin);
  connect(&thread_, &QThread::finished, feeder_, &QObject::deleteLater);
  connect(feeder_, &SoundFeeder::changed, this, [this](const SoundStatus& status) {
    const bool otherRate = status.rateHz != status_.rateHz;
    status_ = status;
    if (otherRate) readMusicAgain();
    Q_EMIT statusChanged();
  });
  thread_.start(QThread::HighPriority);
  maker_->moveToThread(&makerThread_);
  makerThread_.setObjectName(QStringLiteral("sound maker"));
  connect(&makerThread_, &QThread::finished, maker_, &QObject::deleteLater);
  connect(maker_, &SoundMaker::spoke, feeder_, [f = feeder_](const feedback::Pcm& speech) { f->say(speech); });
  connect(maker_, &SoundMaker::loaded, this, [this](const QString& path, const feedback::Pcm& music, const QString& problem) {
    if (path != musicFile_) return;  // another was chosen meanwhile
    musicWords_ = music ? QFileInfo(path).completeBaseName() : problem;
    QMetaObject::invokeMethod(feeder_, [f = feeder_, music] { f->setMusic(music); });
    Q_EMIT statusChanged();
  });
  makerThread_.start();
}

SoundOutput::~SoundOutput() {
  makerThread_.quit();
  makerThread_.wait();
  thread_.quit();
  thread_.wait();
}

void SoundOutput::setSettings(const feedback::SoundSettings& settings) {
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

void SoundOutput::setMusicFile(const QString& path) {
  musicFile_ = path;
  readMusicAgain();
}

void SoundOutput::readMusicAgain() {
  musicWords_ = musicFile_.isEmpty() ? QString() : tr("Reading %1…").arg(QFileInfo(musicFile_).fileName());
  if (musicFile_.isEmpty())
    QMetaObject::invokeMethod(feeder_, [f = feeder_] { f->setMusic(nullptr); });
  else
    QMetaObject::invokeMethod(maker_, [m = maker_, path = musicFile_, hz = status_.rateHz] { m->load(path, hz); });
  Q_EMIT statusChanged();
}

void SoundOutput::setSpeaks(bool speaks) {
  speaks_ = speaks;
  if (!speaks) say({});
}

void SoundOutput::say(const QString& words, const QString& language) {
  if (!speaks_ || words.isEmpty())
    QMetaObject::invokeMethod(feeder_, [f = feeder_] { f->say(nullptr); });
  else
    QMetaObject::invokeMethod(maker_, [m = maker_, words, language, hz = status_.rateHz] { m->speak(words, language, hz); });
}

void SoundOutput::clearLatency() {
  status_.latency = {};
  QMetaObject::invokeMethod(feeder_, [f = feeder_] { f->clearLatency(); });
}

void SoundOutput::playTest() {
  QMetaObject::invokeMethod(feeder_, [f = feeder_] { f->playTest(); });
}

}  // namespace tonus::audio
