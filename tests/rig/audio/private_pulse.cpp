#include "private_pulse.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <algorithm>
#include <chrono>
#include <cstring>

namespace tonus::rig {

bool PrivatePulse::installed() {
  return !QStandardPaths::findExecutable("pulseaudio").isEmpty() && !QStandardPaths::findExecutable("parec").isEmpty();
}

PrivatePulse::PrivatePulse() {
  const QByteArray dir = folder_.path().toUtf8();
  for (const char* name : {"XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "HOME"}) qputenv(name, dir);
  qputenv("PULSE_COOKIE", dir + "/cookie");
  qputenv("PULSE_SERVER", "unix:" + dir + "/s");
  qputenv("PULSE_SINK", "rig");
}

PrivatePulse::~PrivatePulse() { stop(); }

bool PrivatePulse::start() {
  const QString socket = folder_.path() + "/s";
  daemon_.start("pulseaudio", {"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
                               "--realtime=no", "--high-priority=no", "-L",
                               "module-native-protocol-unix socket=" + socket + " auth-anonymous=1", "-L",
                               "module-null-sink sink_name=rig rate=48000 channels=2"});
  if (!daemon_.waitForStarted()) return false;
  for (int i = 0; i < 50; ++i) {
    QProcess ask;
    ask.start("pactl", {"info"});
    if (ask.waitForFinished(2000) && ask.exitCode() == 0) return true;
    daemon_.waitForFinished(100);
  }
  return false;
}

void PrivatePulse::stop() {
  if (daemon_.state() == QProcess::NotRunning) return;
  daemon_.terminate();
  if (!daemon_.waitForFinished(3000)) daemon_.kill();
  daemon_.waitForFinished(3000);
}

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
                  {"--device=rig.monitor", "--format=float32le", "--rate=48000", "--channels=1", "--latency-msec=4"});
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

}  // namespace tonus::rig
