#include "selftest/private_pulse.h"

#include <QStandardPaths>

namespace tonus::selftest {

bool PrivatePulse::installed() {
  return !QStandardPaths::findExecutable("pulseaudio").isEmpty() && !QStandardPaths::findExecutable("parec").isEmpty();
}

bool PrivatePulse::anotherAnswers() {
  QProcess ask;
  ask.start(QStringLiteral("pactl"), {QStringLiteral("info")});
  return ask.waitForFinished(3000) && ask.exitCode() == 0;
}

PrivatePulse::PrivatePulse() {
  const QByteArray dir = folder_.path().toUtf8();
  for (const char* name : {"XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "HOME"}) set(name, dir);
  set("PULSE_COOKIE", dir + "/cookie");
  set("PULSE_SERVER", "unix:" + dir + "/s");
  set("PULSE_SINK", "rig");
}

PrivatePulse::~PrivatePulse() {
  stop();
  for (const auto& [name, value] : before_) value.isNull() ? qunsetenv(name) : qputenv(name, value);
}

void PrivatePulse::set(const char* name, const QByteArray& value) {
  before_.emplace_back(name, qEnvironmentVariableIsSet(name) ? qgetenv(name) : QByteArray());
  qputenv(name, value);
}

bool PrivatePulse::start() {
  const QString socket = folder_.path() + "/s";
  // As on a desktop: a sound server waits for no ordinary program, where the system lets it.
  daemon_.start("pulseaudio", {"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
                               "--realtime=yes", "--high-priority=yes", "-L",
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

}  // namespace tonus::selftest
