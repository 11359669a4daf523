#pragma once
// A PulseAudio daemon of our own with one null sink, and a recording of what comes out of it.

#include <QByteArray>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <vector>

namespace tonus::rig {

/// Nothing of the machine's own sound set-up is used or touched.
class PrivatePulse {
 public:
  static bool installed();
  /// Points this process's clients at the private folder; call before Qt first looks for sound.
  PrivatePulse();
  ~PrivatePulse();
  bool start();
  void stop();

 private:
  QTemporaryDir folder_;
  QProcess daemon_;
};

/// Records the null sink's monitor until destroyed; mono, 48 kHz.
class MonitorRecording {
 public:
  MonitorRecording();
  ~MonitorRecording();
  bool start();
  const std::vector<float>& samples() const { return samples_; }
  /// Steady-clock time of sample `i`, ns: the line through the earliest arrivals.
  double timeNs(std::size_t i) const { return originNs_ + static_cast<double>(i) * 1e9 / 48000.0; }

 private:
  void take();
  QProcess recorder_;
  QByteArray rest_;
  std::vector<float> samples_;
  double originNs_ = 1e300;
};

}  // namespace tonus::rig
