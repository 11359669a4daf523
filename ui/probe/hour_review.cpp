#include "probe/hour_review.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include "probe/thread_time.h"
#include "review/review_page.h"
#include "review/trace_loader.h"
#include "review/trace_plot.h"
#include "style/theme.h"
#include "tonus/app/live_session.h"
#include "tonus/drivers/simulator.h"

namespace tonus::probe {
namespace {

constexpr double kHourS = 3600;
constexpr int kPatienceMs = 60000;

core::Result<std::string> recordHour(store::Store& store, core::Clock& clock) {
  store::Patient patient;
  patient.code = "P-0001";
  patient.name = "Hour";
  const auto added = store.addPatient(patient);
  if (!added) return added.fault();
  drivers::SimulatorConfig config;
  config.channelsN = 8;
  config.live = false;
  session::Session::Options options;
  options.threads = false;
  auto live = app::LiveSession::open(drivers::makeSimulator(config, clock), clock, options);
  if (!live) return live.fault();
  const session::SessionSetup setup = session::defaultSetup((*live)->format());
  if (auto ok = (*live)->arm(setup); !ok) return ok.fault();
  if (auto ok = (*live)->start(store, added.value(), setup); !ok) return ok.fault();
  if (auto ok = (*live)->runInline(kHourS); !ok) return ok.fault();
  return (*live)->stop();
}

/// By the clock, in the event loop, until `signal`; false if it never came.
template <class Sender, class Signal>
bool waitFor(Sender* sender, Signal signal) {
  QEventLoop loop;
  bool came = false;
  QObject::connect(sender, signal, &loop, [&] {
    came = true;
    loop.quit();
  });
  QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
  loop.exec();
  return came;
}

double cpuOf(const std::function<void()>& work) {
  const double before = threadMs();
  work();
  return threadMs() - before;
}

/// From the whole to single samples about a third of the way in, and back; at every width a few moves.
Spread zoomAndMove(review::TracePlot& plot) {
  std::vector<double> ms;
  const auto step = [&](const std::function<void()>& act) {
    ms.push_back(cpuOf([&] {
      act();
      plot.repaint();
    }));
  };
  plot.showAll();
  plot.repaint();
  for (const double factor : {0.5, 2.0}) {
    for (int i = 0; i < 20; ++i) {
      step([&] { plot.zoom(factor); });
      for (const double share : {0.2, 0.2, -0.9, 0.05}) step([&] { plot.move(share); });
    }
  }
  return spreadOf(ms);
}

Spread redraw(review::TracePlot& plot) {
  std::vector<double> ms;
  plot.showAll();
  for (int i = 0; i < 60; ++i) {
    plot.refresh(false);
    ms.push_back(cpuOf([&] { plot.repaint(); }));
  }
  return spreadOf(ms);
}

}  // namespace

core::Result<HourCost> hourReview(const std::filesystem::path& folder) {
  style::Theme theme(*qApp);
  core::SystemClock clock;
  store::OpenOptions options;
  options.create = true;
  auto opened = store::Store::open(folder / "hour.store", clock, options);
  if (!opened) return opened.fault();
  store::Store& store = *opened.value();
  const auto sessions = store.sessions();
  if (!sessions) return sessions.fault();
  auto id = sessions->empty() ? recordHour(store, clock) : core::Result<std::string>(sessions->front().id);
  if (!id) return id.fault();

  review::ReviewPage page([&] { return &store; }, clock);
  page.resize(1920, 1080);
  auto* loader = page.findChild<review::TraceLoader*>();
  HourCost cost;
  QElapsedTimer timer;
  timer.start();
  cost.openedCpuMs = cpuOf([&] {
    page.openSession(QString::fromStdString(id.value()));
    page.show();
    page.grab();   // paints all of it now
  });
  cost.openedMs = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  const core::Fault tooLong{core::FaultCode::kInvalid, "The hour was not read within a minute.", ""};
  if (!waitFor(loader, &review::TraceLoader::finished)) return tooLong;
  cost.loadedMs = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  cost.hour = redraw(page.plot());
  cost.steps = zoomAndMove(page.plot());
  page.plot().showAll();
  dsp::ChainSettings other = session::defaultSetup(store.openSession(id.value()).value()->format()).chain;
  other.bandLowHz = 30;
  timer.start();
  loader->filter(other, 0);
  if (!waitFor(loader, &review::TraceLoader::finished)) return tooLong;
  page.plot().repaint();
  cost.refilteredMs = static_cast<double>(timer.nsecsElapsed()) * 1e-6;
  return cost;
}

}  // namespace tonus::probe
