// Pictures of every scene in every state: TONUS_SHOTS=folder tonus_scene_pictures [scene …] [1920x1080] [dark] [low]

#include <QApplication>
#include <cmath>

#include "patient/patient_display.h"
#include "shown_scene.h"
#include "style/theme.h"

namespace {

using namespace tonus;
using test::ShownScene;

struct Wanted {
  QSize size{1366, 768};
  bool dark = false, low = false;
  QStringList scenes;
};

Wanted wantedOf(const QStringList& arguments) {
  Wanted w;
  for (const QString& a : arguments) {
    const QStringList sides = a.split('x');
    if (a == "dark") w.dark = true;
    else if (a == "low") w.low = true;
    else if (sides.size() == 2 && sides[0].toInt() > 0) w.size = {sides[0].toInt(), sides[1].toInt()};
    else w.scenes << a;
  }
  if (w.scenes.isEmpty())
    for (const patient::SceneInfo& info : patient::scenes()) w.scenes << info.name;
  return w;
}

core::FeedbackFrame twoMuscles(float first, float second) {
  core::FeedbackFrame frame = test::frameAt(std::min(first, second), false, test::trial("Both shoulders down"));
  frame.pair = {first, second};
  return frame;
}

/// Some seconds into a curve, the patient a little behind it.
core::FeedbackFrame curved(double s) {
  const auto place = [](double t) { return static_cast<float>(0.5 + 0.35 * std::sin(0.9 * t)); };
  core::FeedbackFrame frame = test::exercise(place(s - 0.25) + 0.03F * static_cast<float>(std::sin(7 * s)), true);
  frame.follow = place(s);
  for (std::size_t i = 0; i < frame.ahead.size(); ++i) frame.ahead[i] = place(s + static_cast<double>(i + 1));
  return frame;
}

void shoot(const QString& name, const Wanted& w) {
  ShownScene shown(name, w.size);
  shown.model().look()->setDark(w.dark);
  shown.model().setLowStimulus(w.low);
  const QString tail = QStringLiteral("-%1%2%3").arg(w.size.height()).arg(w.dark ? "-dark" : "", w.low ? "-low" : "");
  const auto keep = [&](const core::FeedbackFrame& frame, const char* state) {
    shown.render(frame, name + '-' + state + tail);
  };
  shown.settle(name + "-waiting" + tail);
  shown.model().setNames("Trapezius, upper L", "Trapezius, upper R");
  core::FeedbackFrame due = test::frameAt(0.3F);
  due.restDue = true;
  keep(due, "rest-due");
  keep(test::frameAt(0.1F), "low");
  keep(test::frameAt(0.55F), "mid");
  keep(test::frameAt(0.9F, true), "reward");
  keep(twoMuscles(0.85F, 0.45F), "two");
  keep(test::exercise(0.5F, true), "work");
  keep(test::exercise(0.05F, false), "rest");
  for (int i = 0; i < 240; ++i) {
    shown.model().setFrame(curved(0.033 * i));
    shown.model().advance(0.033);
  }
  QTest::qWait(40);
  shown.picture(name + "-curve" + tail);
  keep(test::withoutFeedback(0.3F), "calm");
  keep(test::unusableFrame(), "unusable");
  core::FeedbackFrame paused = test::frameAt(0.5F);
  paused.paused = true;
  keep(paused, "paused");
  shown.model().finish();
  shown.settle(name + "-finished" + tail);
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_FONT_DPI", "96");
  patient::preparePatientGraphics();
  QApplication app(argc, argv);
  const style::Theme theme(app);
  const Wanted wanted = wantedOf(QApplication::arguments().mid(1));
  for (const QString& name : wanted.scenes) shoot(name, wanted);
  return 0;
}
