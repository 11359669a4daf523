#pragma once
// Makes what takes longer than a sound may be late: spoken cues, and music from a file.

#include <QObject>
#include <QString>
#include <map>
#include <string>

#include "tonus/core/result.h"
#include "tonus/feedback/sound_mix.h"

namespace tonus::audio {

/// Lives on a thread of its own; every method is called there.
class SoundMaker : public QObject {
  Q_OBJECT
 public:
  void speak(const QString& words, const QString& language, int rateHz);
  void load(const QString& path, int rateHz);

 Q_SIGNALS:
  /// Null and why, where it could not be done.
  void spoke(const tonus::feedback::Pcm& speech, const QString& problem);
  void loaded(const QString& path, const tonus::feedback::Pcm& music, const QString& problem);

 private:
  std::map<std::string, feedback::Pcm> known_;  ///< a session says the same few things again and again
};

}  // namespace tonus::audio
