#include "probe/window_start.h"

#include <QApplication>
#include <QElapsedTimer>

#include "clinician/main_window.h"
#include "clinician/workspace.h"
#include "style/theme.h"

namespace tonus::probe {

core::Result<double> windowStart(const std::filesystem::path& folder) {
  QElapsedTimer timer;
  timer.start();
  style::Theme theme(*qApp);
  core::SystemClock clock;
  clinician::Workspace workspace(clock);
  if (!workspace.open(folder / "start.store", true)) return *workspace.fault();
  clinician::MainWindow window(workspace, theme, {folder / "start.store", {}});
  window.resize(1920, 1080);
  window.show();
  QCoreApplication::processEvents();
  window.repaint();
  return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

}  // namespace tonus::probe
