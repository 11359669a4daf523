// A store to play with: every number in it comes from the simulator through the real engine.
#include <array>
#include <cmath>

#include "tonus/app/live_session.h"
#include "tonus/app/records.h"
#include "tonus/drivers/simulator.h"
#include "tonus/resources/resources.h"

namespace tonus::app {

namespace {

using namespace std::chrono_literals;

struct DemoChannel {
  const char* muscle;
  const char* name;
  const char* side;
  feedback::Role role;
};
struct DemoPatient {
  const char* code;
  const char* name;
  int birthYear;
  const char* condition;
  int visits;
  double firstUv, lastUv;  // resting level over the visits
  double learning;
  std::array<DemoChannel, 3> channels;
};

constexpr auto kTrain = feedback::Role::kTrain;
constexpr auto kWatch = feedback::Role::kMonitor;
constexpr std::array<DemoPatient, 3> kPatients{{
    {"P-0001", "Nora Lindqvist", 1984, "tension headache", 10, 6.4, 3.9, 1.0,
     {{{"frontalis", "Frontalis", "", kTrain},
       {"trap_upper", "Upper trapezius L", "L", kWatch},
       {"trap_upper", "Upper trapezius R", "R", kWatch}}}},
    {"P-0002", "Emil Sorensen", 1971, "low back pain", 8, 8.2, 6.9, 0.9,
     {{{"es_longissimus", "Erector spinae L", "L", kTrain},
       {"es_longissimus", "Erector spinae R", "R", kTrain},
       {"trap_upper", "Upper trapezius R", "R", kWatch}}}},
    {"P-0003", "Salma Idrissi", 1992, "jaw pain (TMD)", 5, 5.1, 4.4, 0.9,
     {{{"masseter", "Masseter L", "L", kTrain},
       {"masseter", "Masseter R", "R", kTrain},
       {"temporalis_ant", "Temporalis R", "R", kWatch}}}},
}};

constexpr double kRateHz = 1000;
constexpr double kPace = 0.25;       // a visit takes a quarter of the protocol's time, to keep the store small
constexpr double kEnvelopeMs = 250;  // slow and steady, as relaxation is usually shown

int visitsN() {
  int n = 0;
  for (const DemoPatient& p : kPatients) n += p.visits;
  return n;
}

session::SessionSetup setupFor(const DemoPatient& p, const core::StreamFormat& format, const session::Protocol& protocol) {
  session::SessionSetup s = session::defaultSetup(format);
  session::use(protocol, s);
  s.chain.rmsWindowMs = kEnvelopeMs;
  for (std::size_t c = 0; c < p.channels.size(); ++c) {
    s.channels[c].muscleId = p.channels[c].muscle;
    s.channels[c].name = p.channels[c].name;
    s.channels[c].side = p.channels[c].side;
    s.channels[c].role = p.channels[c].role;
  }
  return s;
}

drivers::SimulatorConfig patientAt(const DemoPatient& p, std::size_t patient, int visit) {
  drivers::SimulatorConfig c;
  c.seed = 1000 * (patient + 1) + static_cast<std::uint64_t>(visit);
  c.channelsN = static_cast<std::uint32_t>(p.channels.size());
  c.sampleRateHz = kRateHz;
  c.live = false;
  c.learning = p.learning;
  const double progress = p.visits > 1 ? static_cast<double>(visit) / (p.visits - 1) : 0;
  const double weekToWeek = 0.35 * std::sin(2.3 * visit + static_cast<double>(patient));  // good and bad weeks
  c.restingUv = p.firstUv + (p.lastUv - p.firstUv) * progress + weekToWeek;
  // Two visits are not perfect, as in life: a cable that loses samples, a noisy power supply.
  if (patient == 0 && visit == 4) c.faults.push_back({drivers::FaultKind::kLoss, -1, 30, 0.5, 400});
  if (patient == 1 && visit == 2) c.faults.push_back({drivers::FaultKind::kMains, 0, 40, 8, 20});
  return c;
}

core::Status runVisit(store::Store& store, core::Clock& clock, const store::Patient& row, const DemoPatient& p,
                      const drivers::SimulatorConfig& config, const session::Protocol& protocol) {
  auto live = LiveSession::open(drivers::makeSimulator(config, clock), clock, {.ringSeconds = 4, .threads = false});
  if (!live) return live.fault();
  const auto setup = setupFor(p, (*live)->format(), protocol);
  if (auto ok = (*live)->start(store, row, setup); !ok) return ok;
  if (auto ok = (*live)->runInline(protocol.totalS() + 1); !ok) return ok;
  auto id = (*live)->stop();
  return id ? core::Status{} : core::Status(id.fault());
}

core::Status fill(const std::filesystem::path& path, const store::Progress& progress) {
  const core::WallTime today = std::chrono::floor<std::chrono::days>(core::SystemClock{}.wallNow());
  constexpr int kWeeks = 14;
  core::ManualClock clock(today - 24h * 7 * kWeeks);
  auto store = store::Store::open(path, clock, {.create = true, .readOnly = false, .who = "demo"});
  if (!store) return store.fault();
  if (auto ok = (*store)->setSetting("demo", "1"); !ok) return ok;
  auto protocol = session::parseProtocol(resources::find("protocols/relaxation.json").value_or(""));
  if (!protocol) return protocol.fault();
  for (session::Phase& phase : protocol->phases) phase.durationS *= kPace;

  std::array<store::Patient, kPatients.size()> rows;
  for (std::size_t i = 0; i < kPatients.size(); ++i) {
    store::Patient p;
    p.code = kPatients[i].code;
    p.name = kPatients[i].name;
    p.birthYear = kPatients[i].birthYear;
    p.condition = kPatients[i].condition;
    p.demo = true;
    auto added = (*store)->addPatient(p);
    if (!added) return added.fault();
    rows[i] = *added;
  }
  int done = 0;
  for (int week = 0; week < kWeeks - 1; ++week) {
    for (std::size_t i = 0; i < kPatients.size(); ++i) {
      const DemoPatient& p = kPatients[i];
      const int visit = week - (kWeeks - 1 - p.visits);  // all of them come until last week
      if (visit < 0) continue;
      if (progress && !progress(static_cast<double>(done++) / visitsN()))
        return core::Fault{core::FaultCode::kCancelled, "Cancelled", "No demo store was made."};
      clock.sleepUntil(core::SteadyTime{} + 24h * (7 * week + static_cast<int>(i) * 2) + 9h + 20min * i);
      if (auto ok = runVisit(**store, clock, rows[i], p, patientAt(p, i, visit), *protocol); !ok) return ok;
      if (auto ok = (*store)->checkpoint(); !ok) return ok;  // or the log would outgrow the store itself
    }
  }
  if (progress) (void)progress(1.0);
  return (*store)->checkpoint();
}

void removeStore(const std::filesystem::path& path) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-writers"}) std::filesystem::remove(path.string() + suffix, ignored);
}

}  // namespace

core::Status makeDemoStore(const std::filesystem::path& path, const store::Progress& progress) {
  std::error_code error;
  if (std::filesystem::exists(path, error))
    return core::Fault{core::FaultCode::kInvalid, path.string() + " already exists",
                       "It was not touched. Choose another name, or open it."};
  const std::filesystem::path temporary = path.string() + ".making";
  removeStore(temporary);
  core::Status ok = fill(temporary, progress);
  if (ok) {
    std::filesystem::rename(temporary, path, error);
    if (error) ok = core::Fault{core::FaultCode::kIo, "The demo store could not be put at " + path.string() + ": " + error.message(),
                                "Choose another folder."};
  }
  removeStore(temporary);  // what is left of it, whether or not it was renamed
  return ok;
}

}  // namespace tonus::app
