// record: a session into a store, by whatever source, in the foreground.
#include <unistd.h>

#include "commands.h"
#include "stop_signal.h"
#include "tonus/app/live_session.h"
#include "tonus/app/sources.h"

namespace tonus::ctl {

namespace {

struct Arguments {
  StoreArguments store;
  std::string device, patient, protocol;
  double seconds = 0;
  double speed = 1;
};

std::unique_ptr<core::Clock> makeClock(double speed) {
  if (speed == 1) return std::make_unique<core::SystemClock>();
  if (speed > 0) return std::make_unique<core::ScaledClock>(speed);
  return std::make_unique<core::ManualClock>(core::SystemClock{}.wallNow());
}

core::Result<session::SessionSetup> makeSetup(const core::StreamFormat& format, const std::string& protocol) {
  session::SessionSetup setup = session::defaultSetup(format);
  if (protocol.empty()) return setup;
  std::string known;
  for (session::Protocol& p : session::loadProtocols().protocols) {
    known += (known.empty() ? "" : ", ") + p.id;
    if (p.id != protocol) continue;
    session::use(p, setup);
    return setup;
  }
  return core::Fault{core::FaultCode::kInvalid, "There is no protocol \"" + protocol + '"', "Known: " + known + "."};
}

Json gaps(store::Store& store, const std::string& id, double rateHz) {
  Json out = Json::array();
  auto reader = store.openSession(id);
  if (!reader) return out;
  auto events = (*reader)->sessionEvents();
  if (!events) return out;
  for (const core::SessionEvent& e : *events)
    if (e.kind == core::EventKind::kGap)
      out.push_back({{"at_s", static_cast<double>(e.at.value) / rateHz}, {"frames_n", static_cast<std::int64_t>(e.value)}});
  return out;
}

/// How much is saved: a bar where somebody looks and the length is known, else a line a second.
class Told {
 public:
  explicit Told(double totalS)
      : totalS_(totalS), bar_(totalS > 0 && onTerminal() ? progressBar("recording, Ctrl+C stops and keeps") : core::Progress{}) {}

  void saved(double seconds) {
    if (bar_) (void)bar_(seconds / totalS_);
    else
      while (static_cast<double>(linesN_ + 1) <= seconds) std::fprintf(stderr, "committed %lld s\n", static_cast<long long>(++linesN_));
  }

 private:
  double totalS_;
  core::Progress bar_;
  std::int64_t linesN_ = 0;
};

/// Until the record ended by itself, someone asked to stop, or nothing more can come. True if something broke.
bool follow(app::LiveSession& live, StopSignal& stop, const Arguments& a, core::Clock& clock, Told& told) {
  const core::SteadyTime began = clock.now();
  for (;;) {
    const bool asked = stop.wait(std::chrono::milliseconds(20));
    const session::Status status = live.status();
    told.saved(live.saved() ? live.saved()->seconds : 0);
    const double waitedS = std::chrono::duration<double>(clock.now() - began).count();
    const bool awayTooLong = status.deviceGone && a.seconds > 0 && waitedS > a.seconds;
    if (!status.faults.empty()) return true;
    if (asked || status.recordEnded || status.sourceEnded || awayTooLong) return false;
  }
}

int record(const Arguments& a) {
  const auto clock = makeClock(a.speed);
  auto source = app::makeSource(a.device, *clock);
  if (!source) return explain(source.fault());
  if (a.seconds <= 0 && a.protocol.empty()) {
    std::fputs("tonusctl: without --protocol say how long: --seconds S.\n", stderr);
    return kUsage;
  }
  const bool simulated = a.device.starts_with("simulator") || a.device.starts_with("file:");
  if (a.speed != 1 && !simulated) {
    std::fputs("tonusctl: --speed is for the simulator and recordings; a device has its own time.\n", stderr);
    return kUsage;
  }
  StopSignal stopSignal;
  core::SystemClock rowClock;
  auto store = a.store.open(rowClock, true);
  if (!store) return explain(store.fault());
  session::Session::Options options;
  options.lossless = a.speed != 1;
  options.stopAfterS = a.seconds;
  options.stopWithProtocol = options.unattended = !a.protocol.empty();
  auto live = app::LiveSession::open(*std::move(source), *clock, options);
  if (!live) return explain(live.fault());
  if (const auto book = app::CalibrationBook::read(**store)) (*live)->use(*book);
  else (void)explain(book.fault());
  auto setup = makeSetup((*live)->format(), a.protocol);
  if (!setup) {
    (void)explain(setup.fault());
    return kUsage;
  }
  auto patient = patientFor(**store, a.patient);
  if (!patient) return explain(patient.fault());
  if (auto ok = (*live)->start(**store, *patient, *setup); !ok) return explain(ok.fault());
  auto told = std::make_unique<Told>(a.seconds > 0 ? a.seconds : setup->protocol.totalS());
  const bool broken = follow(**live, stopSignal, a, *clock, *told);
  const session::Status status = (*live)->status();
  auto id = (*live)->stop();
  if (broken) told.reset();
  for (const core::Fault& f : status.faults) (void)explain(f);
  if (!id) return explain(id.fault());
  auto row = (*store)->session(*id);
  if (!row) return explain(row.fault());
  if (told) told->saved(row->durationS);  // what was written since it was looked at last
  told.reset();                           // the bar's line ends before anything else is said
  print(Json{{"session", *id},
             {"frames_n", row->framesN},
             {"lost_n", row->lostN},
             {"gaps", gaps(**store, *id, row->format.sampleRateHz)},
             {"duration_s", row->durationS}},
        a.store.json);
  return broken ? kFailed : kDone;
}

}  // namespace

void addRecord(CLI::App& app, Chosen& chosen) {
  auto a = std::make_shared<Arguments>();
  auto* c = app.add_subcommand("record", "record a session; Ctrl+C stops and keeps");
  a->store.add(*c);
  c->add_option("--device", a->device, "device id, see tonusctl devices; file:PATH plays a recording")->required();
  c->add_option("--patient", a->patient, "patient code; made if there is none")->required();
  c->add_option("--protocol", a->protocol, "protocol id; the session ends with it");
  c->add_option("--seconds", a->seconds, "end after this much signal")->check(positive());
  c->add_option("--speed", a->speed, "times real time (simulator and recordings); 0 = as fast as possible")
      ->check(CLI::Range(0.0, 100000.0));
  c->callback([&chosen, a] { chosen = [a] { return record(*a); }; });
}

}  // namespace tonus::ctl
