#include "visits/visit.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tonus/app/demo_visit.h"
#include "tonus/app/records.h"

namespace tonus::visits {

namespace {

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.fault().what);
  return *std::move(result);
}

/// A store of its own, gone when it is done with.
class Folder {
 public:
  Folder() {
    // In memory where there is such a place: hours of signal are committed second by second.
    const std::filesystem::path memory = "/dev/shm";
    std::string name = ((std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path()) / "tonus-visit-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path store() const { return path_ / "visit.store"; }

 private:
  std::filesystem::path path_;
};

/// What every step came to.
class Notes final : public core::BlockSink {
 public:
  explicit Notes(Visit& visit) : visit_(visit) {}
  std::string_view name() const override { return "notes"; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kInline, {}}; }
  core::Status consume(const core::BlockPtr& block) override {
    for (const core::FeedbackFrame& f : block->feedback) {
      const core::PhaseInfo& p = *f.phase;
      if (visit_.run.size() <= p.index) visit_.run.resize(p.index + 1);
      visit_.run[p.index] = {p.name, p.id, p.kind, p.scored, p.feedback || p.sound, static_cast<double>(f.scoredS),
                             static_cast<double>(f.rewardS), f.reps, p.repsN, static_cast<double>(f.restShare)};
    }
    return {};
  }
  core::Status finish() override { return {}; }

 private:
  Visit& visit_;
};

void addEvents(store::SessionReader& reader, Visit& v) {
  for (const core::SessionEvent& e : must(reader.sessionEvents())) {
    if (e.kind == core::EventKind::kPhase) v.steps.push_back(e.text);
    if (e.kind == core::EventKind::kFault) v.faults.push_back(e.text);
    if (e.kind == core::EventKind::kEntry) ++v.entriesN;
    if (e.kind == core::EventKind::kReference) v.references.push_back(e.text);
  }
}

}  // namespace

std::uint32_t Visit::reps() const {
  std::uint32_t n = 0;
  for (const Step& s : run) n += s.scored && s.repsN > 0 ? s.reps : 0;
  return n;
}
std::uint32_t Visit::repsN() const {
  std::uint32_t n = 0;
  for (const Step& s : run) n += s.scored ? s.repsN : 0;
  return n;
}

std::vector<std::string> Visit::missing(const session::Protocol& protocol) const {
  std::vector<std::string> out;
  for (const std::string& id : protocol.sessionMetrics)
    if (std::ranges::find(summary.numbers, id, &core::SessionNumber::id) == summary.numbers.end()) out.push_back(id);
  return out;
}

session::Protocol shipped(const std::string& id) {
  for (session::Protocol& p : session::loadProtocols().protocols)
    if (p.id == id) return std::move(p);
  throw std::runtime_error("no protocol " + id);
}

Visit visit(const session::Protocol& protocol, app::PatientKind kind, std::uint64_t seed, bool replayed) {
  const Folder folder;
  core::ManualClock clock;
  auto store = must(store::Store::open(folder.store(), clock, {.create = true, .readOnly = false, .who = "test"}));
  store::Patient row;
  row.code = "V-1";
  row = must(store->addPatient(row));
  drivers::SimulatorConfig config = app::patientOf(kind);
  config.seed = seed;
  config.sampleRateHz = 1000;
  config.blockFrames = 10;
  Visit v;
  const app::DemoVisit done = must(app::runDemoVisit(*store, clock, row, protocol, config, {}, std::make_shared<Notes>(v)));
  auto reader = must(store->openSession(done.session));
  addEvents(*reader, v);
  if (const auto session = must(store->session(done.session)); session.summary) v.summary = *session.summary;
  if (!replayed) return v;
  const app::ReplayReport again = must(app::replay(*store, done.session));
  v.identical = again.identical;
  v.difference = again.difference;
  return v;
}

}  // namespace tonus::visits
