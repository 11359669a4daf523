#include "window_measures.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>

#include "patient/patient_display.h"
#include "probe/hour_review.h"
#include "probe/live_frames.h"
#include "selftest/latency_probe.h"

namespace tonus::windows {

namespace {

/// Milliseconds from starting the workstation beside this program until it says that its window is painted.
std::optional<double> startMs(const std::filesystem::path& folder) {
  QProcess program;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("XDG_CONFIG_HOME"), QString::fromStdString(folder.string()));
  program.setProcessEnvironment(environment);
  QElapsedTimer timer;
  timer.start();
  program.start(QCoreApplication::applicationDirPath() + QStringLiteral("/tonus"),
                {QStringLiteral("--exit-when-shown"), QStringLiteral("--store"), QString::fromStdString((folder / "start.tonus").string())});
  while (program.waitForReadyRead(20000)) {
    if (!program.readAllStandardOutput().contains("shown")) continue;
    const double ms = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
    program.waitForFinished(20000);
    return ms;
  }
  program.kill();
  program.waitForFinished();
  return std::nullopt;
}

void measureStart(const std::filesystem::path& folder, ctl::WindowMeasures& out) {
  std::vector<double> ms;
  for (int i = 0; i < 3; ++i)
    if (const auto one = startMs(folder)) ms.push_back(*one);
  if (ms.size() < 3) {
    out.notes.push_back("The start was not measured: the workstation (tonus) beside tonusctl did not open its window.");
    return;
  }
  std::sort(ms.begin(), ms.end());
  out.windowMs = ms[1];
}

void measureLatency(double seconds, ctl::WindowMeasures& out) {
  const auto measured = selftest::measureLatency(seconds, {});
  if (!measured) {
    out.notes.push_back(measured.fault().what);
    return;
  }
  const core::LatencySummary& display = app::best(measured->display);
  const core::LatencySummary& audio = app::best(measured->audio);
  if (display.n > 0) {
    out.displayP50Ms = display.p50Ms;
    out.displayP99Ms = display.p99Ms;
  }
  if (audio.n > 0) out.audioP50Ms = audio.p50Ms;
  out.notes.push_back("Latency, screen: " + measured->display.how);
  out.notes.push_back("Latency, sound: " + measured->audio.how);
}

}  // namespace

ctl::WindowMeasures measureWindows(int& argc, char** argv, bool quick, const std::filesystem::path& folder) {
  ctl::WindowMeasures out;
  const QTemporaryDir scratch(QString::fromStdString((folder / "tonus-bench").string()));
  if (!scratch.isValid()) {
    out.notes.push_back("Nothing was measured in windows: no folder can be made in " + folder.string() + ".");
    return out;
  }
  const std::filesystem::path own = scratch.path().toStdString();
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", selftest::offscreenPlatform(scratch));
  qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(own.string()));
  patient::preparePatientGraphics();
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tonus-probe"));
  QApplication::setApplicationName(QStringLiteral("tonus-probe"));
  QApplication::setQuitOnLastWindowClosed(false);
  measureLatency(quick ? 5 : 20, out);  // first: a private sound server must be there before Qt looks for one
  measureStart(own, out);
  if (const auto live = probe::liveFrames(own, quick ? 3 : 10)) out.live8chMs = live->p50Ms;
  else out.notes.push_back(live.fault().what);
  if (const auto hour = probe::hourReview(own)) out.hourMs = hour->openedMs;
  else out.notes.push_back(hour.fault().what);
  return out;
}

}  // namespace tonus::windows
