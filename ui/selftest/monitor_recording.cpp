#include "selftest/monitor_recording.h"

#include <QStandardPaths>
#include <algorithm>
#include <chrono>
#include <cstring>

namespace tonus::selftest {

bool MonitorRecording::installed() { return !QStandardPaths::findExecutable(QStringLiteral("parec")).isEmpty(); }

MonitorRecording::MonitorRecording() {
  QObject::connect(&recorder_, &QProcess::readyReadStandardOutput, &recorder_, [this] { take(); });
}

MonitorRecording::~MonitorRecording() {
  recorder_.disconnect();
  recorder_.terminate();
  recorder_.waitForFinished(2000);
}

bool MonitorRecording::start() {
  recorder_.start("parec",
                  {"--device=@DEFAULT_MONITOR@", "--format=float32le", "--rate=48000", "--channels=1", "--latency-msec=4"});
  return recorder_.waitForStarted();
}

void MonitorRecording::take() {
  rest_ += recorder_.readAllStandardOutput();
  const auto n = static_cast<std::size_t>(rest_.size()) / sizeof(float);
  const std::size_t before = samples_.size();
  samples_.resize(before + n);
  std::memcpy(samples_.data() + before, rest_.constData(), n * sizeof(float));
  rest_.remove(0, static_cast<qsizetype>(n * sizeof(float)));
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const double nowNs = static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
  originNs_ = std::min(originNs_, nowNs - static_cast<double>(samples_.size()) * 1e9 / 48000.0);
}

}  // namespace tonus::selftest
