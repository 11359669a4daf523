#pragma once
// A recording of what the sound server plays: the monitor of its default output.

#include <QByteArray>
#include <QProcess>
#include <vector>

namespace tonus::selftest {

/// Records until destroyed; mono, 48 kHz. Its own thread's event loop has to run.
class MonitorRecording {
 public:
  /// parec is there to record with.
  static bool installed();
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

}  // namespace tonus::selftest
