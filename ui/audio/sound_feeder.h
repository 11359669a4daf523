#pragma once
// The audio thread's own object: finds a device, keeps the sound server's small buffer full, starts again when a
// device goes away.

#include <QAudioSink>
#include <QMediaDevices>
#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "audio/sound_output.h"

namespace tonus::audio {

/// Lives on the audio thread; every method is called there.
class SoundFeeder : public QObject {
  Q_OBJECT
 public:
  SoundFeeder(std::shared_ptr<CueSink> sink, core::Clock& clock);
  ~SoundFeeder() override;

  void begin();
  void setSettings(const feedback::SoundSettings& settings);
  void setMusic(const feedback::Pcm& music);
  void say(const feedback::Pcm& speech);
  void setMuted(bool muted) { muted_ = muted; }
  void chooseDevice(const QByteArray& id);
  void playTest();
  /// Lateness is counted from here on.
  void clearLatency();

 Q_SIGNALS:
  void changed(const tonus::audio::SoundStatus& status);

 private:
  void look();
  void open(const QAudioDevice& device);
  void close(const QString& why);
  void feed();
  void report();
  feedback::ToneInput inputFor(const CueSink::Heard& heard);
  void countDropOut();
  void measure(std::int64_t arrivalNs, qint64 queuedFrames);

  std::shared_ptr<CueSink> sink_;
  core::Clock& clock_;
  feedback::SoundSettings settings_;
  feedback::Pcm music_;
  bool muted_ = false;
  QByteArray wanted_;  ///< empty = the system's default
  std::optional<core::SteadyTime> testUntil_;

  std::unique_ptr<QMediaDevices> media_;
  std::unique_ptr<QAudioSink> output_;
  QIODevice* pipe_ = nullptr;  ///< owned by output_
  QByteArray openId_;
  std::optional<feedback::SoundMix> mix_;
  std::vector<float> mono_;
  std::vector<float> frames_;  ///< interleaved, as the device takes them
  int channelsN_ = 2;
  core::SteadyTime lastTaken_{}, lastDropOut_{};
  int bufferMs_ = 20;  ///< asked for; the server grants about three quarters
  int dropOutsHere_ = 0;
  bool wasFull_ = false;  ///< since the device was opened

  std::int64_t lastArrivalNs_ = 0;
  core::LatencyHistogram latency_;
  SoundStatus status_;
  QTimer feedTimer_;
  QTimer lookTimer_;
  QTimer reportTimer_;
};

}  // namespace tonus::audio
