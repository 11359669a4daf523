#pragma once
// Sound for the patient. Makes it on a thread of its own and writes it to the sound server; a session runs the
// same with it, without it, and while a device comes and goes. Spoken cues and music are made on a second thread.

#include <QObject>
#include <QString>
#include <QThread>
#include <memory>
#include <vector>

#include "audio/cue_sink.h"
#include "tonus/core/clock.h"
#include "tonus/core/latency.h"
#include "tonus/feedback/sound_mix.h"

namespace tonus::audio {

class SoundFeeder;
class SoundMaker;

struct SoundDevice {
  QByteArray id;
  QString name;
};

/// Where the sound stands, in words for a person.
struct SoundStatus {
  bool playing = false;            ///< a device takes what is written (silence included)
  QString device;                  ///< its name
  QString words;                   ///< "Sound plays on …" or why there is none and what happens next
  int rateHz = 48000;
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
  const feedback::SoundSettings& settings() const { return settings_; }
  bool muted() const { return muted_; }

  void setSettings(const feedback::SoundSettings& settings);
  void setMuted(bool muted);
  /// Empty = the system's default.
  void chooseDevice(const QByteArray& id);
  /// The music of SoundKind::kMusic; empty = none. What became of it: musicWords().
  void setMusicFile(const QString& path);
  const QString& musicFile() const { return musicFile_; }
  /// "Reading …", its name, or why it cannot be read.
  const QString& musicWords() const { return musicWords_; }
  /// Whether say() is heard at all; off at first.
  void setSpeaks(bool speaks);
  bool speaks() const { return speaks_; }
  /// Spoken over the rest, in `language` ("en"). Empty: what is being said stops.
  void say(const QString& words, const QString& language = QStringLiteral("en"));
  /// Two seconds of what is chosen, whatever the session does.
  void playTest();
  /// A session begins: status().latency is of this session from here on.
  void clearLatency();

 Q_SIGNALS:
  void statusChanged();

 private:
  std::shared_ptr<CueSink> sink_ = std::make_shared<CueSink>();
  SoundStatus status_;
  void readMusicAgain();

  feedback::SoundSettings settings_;
  QString musicFile_, musicWords_;
  bool muted_ = false, speaks_ = false;
  QThread thread_, makerThread_;
  SoundFeeder* feeder_;  ///< lives on thread_, deleted when it ends
  SoundMaker* maker_;    ///< lives on makerThread_, deleted when it ends
};

}  // namespace tonus::audio
