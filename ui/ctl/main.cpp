// tonusctl's composition root: the Qt-free commands, and the services that need Qt, made only when asked for.

#include <QApplication>

#include "report/session_report.h"
#include "tonus/ctl/ctl.h"
#include "window_measures.h"

int main(int argc, char** argv) {
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
  return tonus::ctl::run(argc, argv, services);
}
