#pragma once
// A PulseAudio daemon of our own with one null sink: a sound server where there is none, or none that may be touched.

#include <QByteArray>
#include <QProcess>
#include <QTemporaryDir>
#include <utility>
#include <vector>

namespace tonus::selftest {

/// Nothing of the machine's own sound set-up is used or touched.
class PrivatePulse {
 public:
  static bool installed();
  /// The machine's own sound server answers this process.
  static bool anotherAnswers();
  /// Points this process's clients at the private folder; call before Qt first looks for sound.
  PrivatePulse();
  ~PrivatePulse();
  bool start();
  void stop();

 private:
  void set(const char* name, const QByteArray& value);

  std::vector<std::pair<const char*, QByteArray>> before_;  ///< of the environment; a null value: was not set
  QTemporaryDir folder_;
  QProcess daemon_;
};

}  // namespace tonus::selftest
