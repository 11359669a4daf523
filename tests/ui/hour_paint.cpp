// How long the review takes to draw: records an hour of 8 channels (once, into the folder given), then times full
// drawings of the whole, of a minute and of two seconds at 1920 px. tonus_hour_paint FOLDER

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QPixmap>
#include <algorithm>
#include <cstdio>

#include "review/filtered_trace.h"
#include "review/trace_plot.h"
#include "style/theme.h"
#include "tonus/app/live_session.h"
#include "tonus/drivers/simulator.h"

namespace {

using namespace tonus;

std::string record(store::Store& store, core::Clock& clock) {
  store::Patient patient;
  patient.code = "P-0001";
  patient.name = "Hour";
  const auto added = store.addPatient(patient);
  drivers::SimulatorConfig config;
  config.channelsN = 8;
  config.live = false;
  session::Session::Options options;
  options.threads = false;
  auto live = app::LiveSession::open(drivers::makeSimulator(config, clock), clock, options);
  const session::SessionSetup setup = session::defaultSetup((*live)->format());
  if (!(*live)->arm(setup) || !(*live)->start(store, added.value(), setup) || !(*live)->runInline(3600)) return {};
  const auto id = (*live)->stop();
  return id ? id.value() : std::string();
}

void report(const char* what, review::TracePlot& plot, review::Span span) {
  std::vector<double> ms;
  plot.setSpan(span);
  for (int i = 0; i < 40; ++i) {
    plot.refresh(false);
    plot.grab();
    ms.push_back(plot.paintMs());
  }
  std::sort(ms.begin(), ms.end());
  std::printf("%-12s median %.2f ms, worst %.2f ms\n", what, ms[ms.size() / 2], ms.back());
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  style::Theme theme(application);
  if (argc < 2) return 2;
  const std::filesystem::path path = std::filesystem::path(argv[1]) / "hour.store";
  core::SystemClock clock;
  store::OpenOptions options;
  options.create = true;
  auto store = store::Store::open(path, clock, options);
  if (!store) return 1;
  auto sessions = store.value()->sessions();
  const std::string id = sessions.value().empty() ? record(*store.value(), clock) : sessions.value().front().id;
  auto reader = store.value()->openSession(id);
  if (!reader) return 1;
  review::TraceData data(std::move(reader).value());
  review::TracePlot plot;
  plot.resize(1920, 800);
  for (const bool filtered : {false, true}) {
    data.setFiltered(filtered);
    if (filtered) {
      QElapsedTimer timer;
      timer.start();
      data.setCells(review::filterWhole(data.reader(), data.setup().chain).value());
      std::printf("filtering the hour: %.1f s\n", static_cast<double>(timer.elapsed()) / 1000);
    }
    std::printf("%s\n", filtered ? "filtered" : "raw");
    plot.setData(&data);
    report("hour", plot, {0, data.framesN()});
    report("minute", plot, {1000 * 2000.0, 1060 * 2000.0});
    report("2 s", plot, {1000 * 2000.0, 1002 * 2000.0});
  }
  plot.setData(nullptr);
  return 0;
}
