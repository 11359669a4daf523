#include "probe/scene_cost.h"

#include <QEventLoop>
#include <QGuiApplication>
#include <QTimer>
#include <cmath>

#include "patient/patient_display.h"
#include "patient/scene_window.h"
#include "probe/thread_time.h"

namespace tonus::probe {
namespace {

constexpr double kSettleS = 1;
constexpr int kHopMs = 10;

void run(double seconds) {
  QEventLoop loop;
  QTimer::singleShot(static_cast<int>(1000 * seconds), Qt::PreciseTimer, &loop, &QEventLoop::quit);
  loop.exec();
}

std::shared_ptr<const core::PhaseInfo> exercise() {
  auto phase = std::make_shared<core::PhaseInfo>();
  phase->cue = "Raise your arm slowly";
  phase->up = true;
  phase->repsN = 10;
  phase->stages = {{"Work", "Raise your arm slowly", 1, true}, {"Rest", "Let it hang", 1, false}};
  return phase;
}

/// A muscle that is never still: slow waves with a tremor on them.
core::FeedbackFrame frameAt(double s, const std::shared_ptr<const core::PhaseInfo>& phase) {
  core::FeedbackFrame f;
  const auto wave = [s](double later) { return static_cast<float>(0.5 + 0.45 * std::sin(1.1 * (s + later))); };
  f.level = wave(0) + 0.04F * static_cast<float>(std::sin(23 * s));
  f.inTarget = f.level > core::kTargetLevel;
  f.usable = true;
  f.phase = phase;
  f.timeLeftS = static_cast<float>(120 - std::fmod(s, 120));
  f.stage = std::fmod(s, 6) < 3 ? 0 : 1;
  f.stageLeftS = static_cast<float>(3 - std::fmod(s, 3));
  f.rep = 1 + static_cast<std::uint32_t>(s / 6) % 10;
  f.reps = f.rep - 1;
  f.breath = static_cast<float>(0.5 + 0.5 * std::sin(0.6 * s));
  f.follow = wave(0.2);
  for (std::size_t i = 0; i < f.ahead.size(); ++i) f.ahead[i] = wave(0.2 + static_cast<double>(i + 1));
  f.pair = {f.level, wave(0.4)};
  return f;
}

}  // namespace

SceneCost sceneCost(const QString& scene, QSize size, double seconds) {
  core::SystemClock clock;
  patient::PatientDisplay display(clock);
  display.setScene(scene == QLatin1String("Bars") ? QStringLiteral("Landscape") : QStringLiteral("Bars"));
  display.openOn(QGuiApplication::screens().last(), false);
  display.window()->setGeometry(QRect(display.window()->screen()->geometry().topLeft(), size));
  const auto phase = exercise();
  const core::SteadyTime begun = clock.now();
  QTimer hops;
  hops.setTimerType(Qt::PreciseTimer);
  QObject::connect(&hops, &QTimer::timeout, &display, [&] {
    core::FeedbackFrame frame = frameAt(std::chrono::duration<double>(clock.now() - begun).count(), phase);
    frame.arrival = clock.now();
    display.show(frame);
  });
  hops.start(kHopMs);
  run(kSettleS);
  SceneCost out;
  const double before = threadMs();
  display.setScene(scene);
  out.changeMs = threadMs() - before;
  run(kSettleS);
  std::vector<double> cost, apart;
  double last = processMs();
  core::SteadyTime lastAt = clock.now();
  const auto meter = QObject::connect(&display, &patient::PatientDisplay::shown, &display, [&] {
    const double now = processMs();
    const core::SteadyTime at = clock.now();
    cost.push_back(now - last);
    apart.push_back(std::chrono::duration<double, std::milli>(at - lastAt).count());
    last = now;
    lastAt = at;
  });
  display.clearLatency();
  const double cpu = processMs();
  const core::SteadyTime since = clock.now();
  run(seconds);
  out.core = (processMs() - cpu) / std::chrono::duration<double, std::milli>(clock.now() - since).count();
  out.late = display.latency();
  QObject::disconnect(meter);
  out.frame = spreadOf(std::move(cost));
  out.apart = spreadOf(std::move(apart));
  return out;
}

}  // namespace tonus::probe
