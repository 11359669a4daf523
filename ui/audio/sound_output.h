#pragma once
// Sound for the patient. Makes the tone on a thread of its own and writes it to the sound server; a session runs the
// same with it, without it, and while a device comes and goes.

#include <QObject>
#include <QString>
#include <QThread>
#include <memory>
#include <vector>

#include "audio/cue_sink.h"
#include "tonus/core/clock.h"
#include "tonus/core/latency.h"
#include "tonus/feedback/tone.h"

namespace tonus::audio {

class SoundFeeder;

struct SoundDevice {
  QByteArray id;
  QString name;
};

/// Where the sound stands, in words for a person.
struct SoundStatus {
  bool playing = false;            ///< a device takes what is written (silence included)
  QString device;                  ///< its name
  QString words;                   ///< "Sound plays on …" or why there is none and what happens next
  int dropOuts = 0;                ///< times the device ran dry while the tone sounded; the buffer then grows
  double bufferMs = 0;             ///< granted by the sound server
  core::LatencySummary latency{};  ///< samples' arrival → first frame written, plus what was queued before it
  std::vector<SoundDevice> devices;
};

/// GUI thread only. Everything that could wait for a sound server happens on the audio thread.
class SoundOutput : public QObject {
  Q_OBJECT
 public:
  explicit SoundOutput(core::Clock& clock, QObject* parent = nullptr);
  ~SoundOutput() override;

  /// To be given to the session.
  std::shared_ptr<CueSink> sink() const { return sink_; }

  const SoundStatus& status() const { return status_; }
  const feedback::ToneSettings& settings() const { return settings_; }
  bool muted() const { return muted_; }

  void setSettings(const feedback::ToneSettings& settings);
  void setMuted(bool muted);
  /// Empty = the system's default.
  void chooseDevice(const QByteArray& id);
  /// One second of tone, whatever the session does.
  void playTest();
  /// A session begins: status().latency is of this session from here on.
  void clearLatency();

 Q_SIGNALS:
  void statusChanged();

 private:
  std::shared_ptr<CueSink> sink_ = std::make_shared<CueSink>();
  SoundStatus status_;
  feedback::ToneSettings settings_;
  bool muted_ = false;
  QThread thread_;
  SoundFeeder* feeder_;  ///< lives on thread_, deleted when it ends
};

}  // namespace tonus::audio
