// tonusctl's composition root: the Qt-free commands, and the services that need Qt, made only when asked for.

#include <QApplication>
#include <QLoggingCategory>
#include <QTemporaryDir>

#include "selftest/latency_probe.h"
#include "report/session_report.h"
#include "style/theme.h"
#include "tonus/ctl/ctl.h"
#include "tonus_commit.h"
#include "window_measures.h"

namespace {

/// Offscreen unless the environment names a platform: the windows measured are then real ones.
tonus::core::Result<tonus::app::MeasuredLatency> measureLatency(int& argc, char** argv, double seconds,
                                                               const tonus::core::Progress& progress) {
  const QTemporaryDir folder;
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", tonus::selftest::offscreenPlatform(folder));
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("tonusctl"));
  QApplication::setQuitOnLastWindowClosed(false);
  tonus::style::Theme theme(application);
  theme.setScheme(tonus::style::schemeFromName(QStringLiteral("light")));
  return tonus::selftest::measureLatency(seconds, progress);
}

}  // namespace

int main(int argc, char** argv) {
  // What Qt has to say of its surroundings is not for those who read a command's answer; QT_LOGGING_RULES brings it back.
  QLoggingCategory::setFilterRules(QStringLiteral("default.warning=false\nqt.*.warning=false\nqt.*.info=false"));
  tonus::ctl::Services services;
  services.versionText = "tonusctl " TONUS_VERSION " (" TONUS_COMMIT ", " TONUS_BUILD_TYPE ")";
  services.writeReport = [&argc, argv](tonus::store::Store& store, const std::string& sessionId,
                                       const std::filesystem::path& path, const tonus::core::Progress& progress) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    return tonus::report::writeSessionReport(store, sessionId, path, progress);
  };
  services.measureWindows = [&argc, argv](bool quick, const std::filesystem::path& folder) {
    return tonus::windows::measureWindows(argc, argv, quick, folder);
  };
  services.measureLatency = [&argc, argv](double seconds, const tonus::core::Progress& progress) {
    return measureLatency(argc, argv, seconds, progress);
  };
  return tonus::ctl::run(argc, argv, services);
}
