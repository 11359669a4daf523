// demo: the whole main job with no hardware and no window.
#include <unistd.h>

#include "commands.h"
#include "tonus/app/demo_visit.h"
#include "tonus/interop/recording_files.h"

namespace tonus::ctl {

namespace {

/// By id; a Fault naming those there are.
core::Result<session::Protocol> shippedProtocol(const std::string& id) {
  std::string known;
  for (session::Protocol& p : session::loadProtocols().protocols) {
    if (p.id == id) return std::move(p);
    known += (known.empty() ? "" : ", ") + p.id;
  }
  return core::Fault{core::FaultCode::kInvalid, "There is no protocol \"" + id + '"', "Known: " + known + "."};
}

int demo(const StoreArguments& a, const std::string& protocolId, const std::string& outDir, const Services& services) {
  const auto protocol = shippedProtocol(protocolId);
  if (!protocol) {
    (void)explain(protocol.fault());
    return kUsage;
  }
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
  core::ManualClock signalClock(clock.wallNow());
  auto visit = app::runDemoVisit(**store, signalClock, *patient, *protocol, app::patientOf(app::PatientKind::kLearns), progressBar("session"));
  if (!visit) return explain(visit.fault());
  const std::string& id = visit->session;
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
             {"protocol", protocol->id},
             {"repetitions_n", visit->repsN},
             {"repetitions_asked_n", visit->repsAskedN},
             {"success_rate", row->summary ? number(row->summary->successRate()) : Json(nullptr)},
             {"latency_ms", nullptr}},
        a.json);
  return kDone;
}

}  // namespace

void addDemo(CLI::App& app, Chosen& chosen, const Services& services) {
  auto a = std::make_shared<StoreArguments>();
  auto out = std::make_shared<std::string>(".");
  auto protocol = std::make_shared<std::string>("short");
  auto* c = app.add_subcommand("demo", "the whole main job with a simulated patient: session, feedback, record, report, BDF+");
  a->add(*c);
  c->add_option("--out", *out, "folder for report and BDF+ (default: here)");
  c->add_option("--protocol", *protocol, "protocol to run to its end, with a simulated patient who can do it (default: short)");
  c->callback([&chosen, a, out, protocol, &services] {
    chosen = [a, out, protocol, &services] { return demo(*a, *protocol, *out, services); };
  });
}

}  // namespace tonus::ctl
