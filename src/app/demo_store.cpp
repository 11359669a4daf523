// A store to play with: every number in it comes from the simulator through the real engine.
#include <algorithm>
#include <array>
#include <cmath>

#include "tonus/app/demo_visit.h"
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

/// Who works rather than rests: repetitions are counted, and go better from visit to visit.
struct ExercisePatient {
  const char *code, *name;
  int birthYear;
  const char *condition, *protocol;
  int visits;
};
constexpr ExercisePatient kExercises{"P-0004", "Tomas Vega", 1988, "patellofemoral pain", "pfp_vmo", 5};
constexpr std::size_t kAllN = kPatients.size() + 1;

constexpr double kRateHz = 1000;
constexpr double kPace = 0.25;       // a visit takes a quarter of the protocol's time, to keep the store small
constexpr double kEnvelopeMs = 250;  // slow and steady, as relaxation is usually shown

int visitsN() {
  int n = kExercises.visits;
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

/// A visit of three minutes, to keep the store small: everything shorter, references together, two exercises of six repetitions.
session::Protocol shortExercise(session::Protocol p) {
  constexpr double kMostS = 20, kMostRestS = 5;
  constexpr std::size_t kExercisesN = 2;
  constexpr std::uint32_t kReps = 6;
  std::size_t exercisesN = 0;
  std::erase_if(p.phases, [&](const session::Phase& phase) {
    return phase.kind == core::PhaseKind::kTest || (phase.kind == core::PhaseKind::kWorkRest && ++exercisesN > kExercisesN);
  });
  for (session::Phase& phase : p.phases) {
    phase.durationS = std::min(phase.durationS, kMostS);
    phase.restS = std::min(phase.restS, kMostRestS);
    phase.reps = std::min(phase.reps, kReps);
    phase.perChannel = false;
    for (session::Stage& stage : phase.stages)
      if (!stage.work) stage.durationS = std::min(stage.durationS, kMostRestS);
  }
  return p;
}

core::Status runExercise(store::Store& store, core::ManualClock& clock, const store::Patient& row, const session::Protocol& protocol,
                         int visit) {
  drivers::SimulatorConfig c = patientOf(PatientKind::kLearns);
  c.seed = 9000 + static_cast<std::uint64_t>(visit);
  c.sampleRateHz = kRateHz;
  c.blockFrames = static_cast<std::uint32_t>(kRateHz / 100);
  c.practice = 0.8 * visit / (kExercises.visits - 1);
  const auto done = runDemoVisit(store, clock, row, protocol, c);
  return done ? core::Status{} : core::Status(done.fault());
}

core::Result<store::Patient> addPatient(store::Store& store, const char* code, const char* name, int birthYear, const char* condition) {
  store::Patient p;
  p.code = code;
  p.name = name;
  p.birthYear = birthYear;
  p.condition = condition;
  p.demo = true;
  return store.addPatient(p);
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

  auto exercise = session::parseProtocol(resources::find(std::string("protocols/") + kExercises.protocol + ".json").value_or(""));
  if (!exercise) return exercise.fault();
  const session::Protocol shortened = shortExercise(*std::move(exercise));

  std::array<store::Patient, kAllN> rows;
  for (std::size_t i = 0; i < kAllN; ++i) {
    auto added = i < kPatients.size()
                     ? addPatient(**store, kPatients[i].code, kPatients[i].name, kPatients[i].birthYear, kPatients[i].condition)
                     : addPatient(**store, kExercises.code, kExercises.name, kExercises.birthYear, kExercises.condition);
    if (!added) return added.fault();
    rows[i] = *added;
  }
  int done = 0;
  for (int week = 0; week < kWeeks - 1; ++week) {
    for (std::size_t i = 0; i < kAllN; ++i) {
      const bool exercises = i == kPatients.size();
      const int visit = week - (kWeeks - 1 - (exercises ? kExercises.visits : kPatients[i].visits));  // all of them come until last week
      if (visit < 0) continue;
      if (progress && !progress(static_cast<double>(done++) / visitsN()))
        return core::Fault{core::FaultCode::kCancelled, "Cancelled", "No demo store was made."};
      clock.sleepUntil(core::SteadyTime{} + 24h * (7 * week + static_cast<int>(i) * 2) + 9h + 20min * i);
      const core::Status ran = exercises ? runExercise(**store, clock, rows[i], shortened, visit)
                                         : runVisit(**store, clock, rows[i], kPatients[i], patientAt(kPatients[i], i, visit), *protocol);
      if (!ran) return ran;
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
