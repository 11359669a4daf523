// What every patient scene costs in software: tonus_scene_cost [WIDTHxHEIGHT] [SECONDS each] [scene …]. Offscreen, unless
// QT_QPA_PLATFORM names a platform with a screen.

#include <QApplication>
#include <cstdio>

#include "patient/patient_display.h"
#include "patient/scene_catalog.h"
#include "probe/scene_cost.h"
#include "style/theme.h"

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  tonus::patient::preparePatientGraphics();
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("tonus-probe"));
  QApplication::setQuitOnLastWindowClosed(false);
  const tonus::style::Theme theme(application);
  QSize size(1920, 1080);
  double seconds = 6;
  QStringList names;
  for (const QString& a : QApplication::arguments().mid(1)) {
    const QStringList sides = a.split('x');
    if (sides.size() == 2 && sides[0].toInt() > 0) size = {sides[0].toInt(), sides[1].toInt()};
    else if (a.toDouble() > 0) seconds = a.toDouble();
    else names << a;
  }
  if (names.isEmpty())
    for (const tonus::patient::SceneInfo& info : tonus::patient::scenes()) names << info.name;
  std::printf("%d x %d, %.0f s each\n", size.width(), size.height(), seconds);
  for (const QString& name : names) {
    const tonus::probe::SceneCost c = tonus::probe::sceneCost(name, size, seconds);
    std::printf("%-10s frame p50 %5.1f p99 %5.1f ms of the processor, %4.1f %% of a core | %4.1f frames/s, apart p50 %4.0f p99 %4.0f worst %4.0f ms | "
                "given to swapped p50 %4.0f p95 %4.0f worst %4.0f ms | changed to in %3.0f ms\n",
                qPrintable(name), c.frame.p50Ms, c.frame.p99Ms, 100 * c.core, static_cast<double>(c.frame.n) / seconds, c.apart.p50Ms, c.apart.p99Ms,
                c.apart.worstMs, c.late.p50Ms, c.late.p95Ms, c.late.worstMs, c.changeMs);
  }
  return 0;
}
