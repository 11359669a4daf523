// demo: the whole main job with no hardware and no window.
#include <unistd.h>

#include "commands.h"
#include "tonus/app/live_session.h"
#include "tonus/drivers/simulator.h"
#include "tonus/interop/recording_files.h"
#include "tonus/resources/resources.h"

namespace tonus::ctl {

namespace {

/// A simulated patient who learns, the short protocol to its end, faster than real time.
core::Result<std::pair<std::string, session::Status>> runSession(store::Store& store, const store::Patient& patient) {
  core::ManualClock clock(core::SystemClock{}.wallNow());
  drivers::SimulatorConfig config;
  config.live = false;
  config.learning = 0.8;
  session::Session::Options options;
  options.threads = false;
  options.stopWithProtocol = options.unattended = true;
  auto live = app::LiveSession::open(drivers::makeSimulator(config, clock), clock, options);
  if (!live) return live.fault();
  auto protocol = session::parseProtocol(resources::find("protocols/short.json").value_or(""));
  if (!protocol) return protocol.fault();
  session::SessionSetup setup = session::defaultSetup((*live)->format());
  session::use(*protocol, setup);
  for (std::size_t c = 1; c < setup.channels.size(); ++c) setup.channels[c].role = feedback::Role::kMonitor;
  const auto progress = progressBar("session");
  if (auto ok = (*live)->start(store, patient, setup); !ok) return ok.fault();
  const double total = setup.protocol.totalS();
  for (double s = 5; !(*live)->status().protocolFinished && s < total + 10; s += 5) {
    if (auto ok = (*live)->runInline(s); !ok) return ok.fault();
    (void)progress(s / total);
  }
  const session::Status status = (*live)->status();
  auto id = (*live)->stop();
  if (!id) return id.fault();
  return std::pair(*id, status);
}

int demo(const StoreArguments& a, const std::string& outDir, const Services& services) {
  std::error_code error;
  std::filesystem::create_directories(outDir, error);
  if (error) return explain({core::FaultCode::kIo, outDir + " cannot be made: " + error.message(), "Choose another folder with --out."});
  const std::filesystem::path out = outDir;
  StoreArguments where = a;
  if (where.path.empty()) where.path = (out / "tonus-demo.store").string();
  core::SystemClock clock;
  auto store = where.open(clock, true);
  if (!store) return explain(store.fault());
  auto patient = patientFor(**store, "DEMO");
  if (!patient) return explain(patient.fault());
  if (!patient->demo) {
    patient->demo = true;
    patient->name = "Demo Patient";
    if (auto ok = (*store)->revisePatient(*patient); !ok) return explain(ok.fault());
  }
  auto session = runSession(**store, *patient);
  if (!session) return explain(session.fault());
  const std::string& id = session->first;
  const auto report = out / "tonus-demo.pdf", bdf = out / "tonus-demo.bdf";
  auto reader = (*store)->openSession(id);
  if (!reader) return explain(reader.fault());
  if (auto ok = interop::writeEdf(**reader, bdf, interop::EdfKind::kBdfPlus, {"DEMO", "", "Tonus demo session " + id},
                              progressBar("export")); !ok)
    return explain(ok.fault());
  auto pages = services.writeReport(**store, id, report, progressBar("report"));
  if (!pages) return explain(pages.fault());
  auto row = (*store)->session(id);
  if (!row) return explain(row.fault());
  if (auto ok = (*store)->checkpoint(); !ok) return explain(ok.fault());
  print(Json{{"store", where.path},
             {"session", id},
             {"report", report.string()},
             {"bdf", bdf.string()},
             {"frames_n", row->framesN},
             {"lost_n", row->lostN},
             {"success_rate", row->summary ? number(row->summary->successRate()) : Json(nullptr)},
             {"latency_ms", nullptr}},
        a.json);
  return kDone;
}

}  // namespace

void addDemo(CLI::App& app, Chosen& chosen, const Services& services) {
  auto a = std::make_shared<StoreArguments>();
  auto out = std::make_shared<std::string>(".");
  auto* c = app.add_subcommand("demo", "the whole main job with a simulated patient: session, feedback, record, report, BDF+");
  a->add(*c);
  c->add_option("--out", *out, "folder for report and BDF+ (default: here)");
  c->callback([&chosen, a, out, &services] { chosen = [a, out, &services] { return demo(*a, *out, services); }; });
}

}  // namespace tonus::ctl
