#include "tonus/app/demo_visit.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "tonus/app/live_session.h"

namespace tonus::app {

namespace {

constexpr double kSliceS = 0.5;   // of signal, between two looks at where the protocol is

/// Notes which step runs, and what repetitions all of them came to. Inline: on the thread that runs.
class Place final : public core::BlockSink {
 public:
  std::string_view name() const override { return "demo visit"; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kInline, {}}; }
  core::Status consume(const core::BlockPtr& block) override {
    if (block->feedback.empty()) return {};
    for (const core::FeedbackFrame& frame : block->feedback) {
      if (step_ == nullptr || frame.phase->index != step_->index) begin(*frame.phase);
      step_ = frame.phase;
      if (step_->scored && step_->repsN > 0) repsNow_ = frame.reps;
    }
    inS_ += block->framesN / block->sampleRateHz;
    return {};
  }
  core::Status finish() override { return {}; }

  const core::PhaseInfo* step() const { return step_.get(); }
  double inS() const { return inS_; }
  std::uint32_t repsN() const { return repsBefore_ + repsNow_; }
  std::uint32_t repsAskedN() const { return repsAskedN_; }

 private:
  void begin(const core::PhaseInfo& next) {
    inS_ = 0;
    repsBefore_ += std::exchange(repsNow_, 0);
    if (next.scored) repsAskedN_ += next.repsN;
  }

  std::shared_ptr<const core::PhaseInfo> step_;
  double inS_ = 0;
  std::uint32_t repsBefore_ = 0, repsNow_ = 0, repsAskedN_ = 0;
};

/// Whoever sits beside the patient: enters what is asked and goes on.
class Company {
 public:
  Company(LiveSession& live, const session::Protocol& protocol) : live_(live), protocol_(protocol) {}

  void look(const Place& place) {
    const core::PhaseInfo* step = place.step();
    if (step == nullptr || step->durationFrames > 0 || step->part >= protocol_.phases.size()) return;
    const bool waits = step->kind == core::PhaseKind::kSetUp || step->kind == core::PhaseKind::kRating;
    if (!waits && place.inS() < kDemoOpenEndS) return;
    for (const std::string& what : protocol_.phases[step->part].asks) answer(what);
    session::Command next;
    next.kind = session::Command::Kind::kNextPhase;
    live_.command(std::move(next));
  }

 private:
  void answer(const std::string& what) {
    struct Course { double first, step; };
    static const std::map<std::string, Course, std::less<>> kCourses{
        {"pain_nrs", {5, -1}}, {"comfort_nrs", {5, 2}}, {"rom_deg", {62, 9}}};
    const auto course = kCourses.find(what);
    if (course == kCourses.end()) return;
    session::Command entry;
    entry.kind = session::Command::Kind::kEntry;
    entry.text = what;
    entry.value = std::max(0.0, course->second.first + course->second.step * askedN_[what]++);
    live_.command(std::move(entry));
  }

  LiveSession& live_;
  const session::Protocol& protocol_;
  std::map<std::string, int> askedN_;
};

double totalS(const session::Protocol& protocol, std::size_t channelsN) {
  double out = protocol.totalS(channelsN);
  for (const session::Phase& phase : protocol.phases)
    if (phase.durationS <= 0 && phase.stages.empty()) out += kDemoOpenEndS;
  return out;
}

}  // namespace

core::Result<DemoVisit> runDemoVisit(store::Store& store, core::ManualClock& clock, const store::Patient& patient,
                                     const session::Protocol& protocol, const drivers::SimulatorConfig& simulated,
                                     const core::Progress& progress, std::shared_ptr<core::BlockSink> watcher) {
  session::Session::Options options;
  options.threads = false;
  options.stopWithProtocol = true;
  auto live = LiveSession::open(drivers::makeSimulator(simulated, clock), clock, options);
  if (!live) return live.fault();
  session::SessionSetup setup = session::defaultSetup((*live)->format());
  session::use(protocol, setup);
  for (std::size_t c = 0; c < std::min(setup.channels.size(), protocol.channels.size()); ++c) setup.channels[c].name = protocol.channels[c].ref;
  const auto place = std::make_shared<Place>();
  (*live)->addSink(place);
  if (watcher) (*live)->addSink(std::move(watcher));
  if (auto ok = (*live)->start(store, patient, setup); !ok) return ok.fault();
  Company company(**live, setup.protocol);
  const double total = totalS(setup.protocol, setup.channels.size());
  // A waiting step takes a slice or two, so the visit is no longer than this.
  for (double at = kSliceS; !(*live)->status().recordEnded && at < 1.1 * total + 60; at += kSliceS) {
    if (auto ok = (*live)->runInline(at); !ok) return ok.fault();
    if (!(*live)->status().recordEnded) company.look(*place);
    if (progress && !progress(std::min(1.0, at / total)))
      return core::Fault{core::FaultCode::kCancelled, "The demo was stopped.", "What was recorded so far is kept."};
  }
  DemoVisit out{.session = {}, .status = (*live)->status(), .repsN = place->repsN(), .repsAskedN = place->repsAskedN()};
  auto id = (*live)->stop();
  if (!id) return id.fault();
  out.session = *id;
  return out;
}

}  // namespace tonus::app
