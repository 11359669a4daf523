// What pictures cost: a frame of the running session, and looking at an hour of 8 channels (recorded once, into the
// folder given). tonus_hour_paint FOLDER [SECONDS of live session]

#include <QApplication>
#include <cstdio>
#include <cstdlib>

#include "patient/patient_display.h"
#include "probe/hour_review.h"
#include "probe/live_frames.h"
#include "probe/window_start.h"

namespace {

void print(const char* what, const tonus::probe::Spread& s) {
  std::printf("%-34s p50 %.2f  p99 %.2f  worst %.2f ms of the GUI thread (%zu)\n", what, s.p50Ms, s.p99Ms, s.worstMs, s.n);
}

int fail(const tonus::core::Fault& fault) {
  std::fprintf(stderr, "%s\n", fault.what.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  tonus::patient::preparePatientGraphics();
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tonus-probe"));
  QApplication::setApplicationName(QStringLiteral("tonus-probe"));
  QApplication::setQuitOnLastWindowClosed(false);
  const auto start = tonus::probe::windowStart(argv[1]);
  if (!start) return fail(start.fault());
  std::printf("store opened to first painting: %.0f ms\n", start.value());
  const auto hour = tonus::probe::hourReview(argv[1]);
  if (!hour) return fail(hour.fault());
  std::printf("hour opened to first painting: %.0f ms (GUI thread %.0f)\n", hour->openedMs, hour->openedCpuMs);
  std::printf("hour decoded, filtered, drawn: %.0f ms\nfiltered anew: %.0f ms\n", hour->loadedMs, hour->refilteredMs);
  print("the whole hour", hour->hour);
  print("a step of zooming or moving", hour->steps);
  const double seconds = argc > 2 ? std::atof(argv[2]) : 10;
  if (seconds <= 0) return 0;
  const auto live = tonus::probe::liveFrames(argv[1], seconds);
  if (!live) return fail(live.fault());
  print("a frame of the running session", live.value());
  return 0;
}
