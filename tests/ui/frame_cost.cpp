// What a frame of the running session costs the GUI thread, 8 channels at 1920 px. tonus_frame_cost [SECONDS]

#include <QApplication>
#include <QTemporaryDir>
#include <cstdio>
#include <cstdlib>

#include "patient/patient_display.h"
#include "probe/live_frames.h"

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  tonus::patient::preparePatientGraphics();
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tonus-probe"));
  QApplication::setApplicationName(QStringLiteral("tonus-probe"));
  QTemporaryDir folder;
  const auto cost = tonus::probe::liveFrames(folder.path().toStdString(), argc > 1 ? std::atof(argv[1]) : 10);
  if (!cost) {
    std::fprintf(stderr, "%s\n", cost.fault().what.c_str());
    return 1;
  }
  std::printf("GUI thread a frame: p50 %.2f  p99 %.2f  worst %.2f ms  (%zu frames)\n", cost->p50Ms, cost->p99Ms, cost->worstMs,
              cost->n);
  return 0;
}
