#include "tonus/app/dry_run.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "tonus/drivers/simulator.h"
#include "tonus/session/session.h"
#include "tonus/session/steps.h"

namespace tonus::app {

namespace {

constexpr double kRateHz = 1000;
constexpr double kSliceS = 0.5;   // of signal, between two looks at the progress
constexpr double kHardlyEver = 0.05, kNearlyAlways = 0.95;

/// Notes what every step came to, and shows the simulated patient what a patient would see. Inline: on the thread that runs.
class Watch final : public core::BlockSink {
 public:
  Watch(DryRunReport& report, drivers::Simulator& patient) : report_(report), patient_(patient) {}
  std::string_view name() const override { return "dry run"; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kInline, {}}; }
  core::Status consume(const core::BlockPtr& block) override {
    const std::size_t channelsN = block->channelsN;
    if (!block->feedback.empty()) patient_.giveFeedback(block->feedback.back());
    for (std::size_t i = 0; i < block->feedback.size(); ++i) {
      const core::FeedbackFrame& frame = block->feedback[i];
      if (frame.phase == nullptr) continue;
      report_.now = frame.phase->index;
      if (report_.now >= report_.steps.size()) continue;
      DryRunStep& step = report_.steps[report_.now];
      step.scoredS = frame.scoredS;
      step.inTargetS = frame.rewardS;
      step.repsN = frame.reps;
      step.linesUv.resize(channelsN);
      // A line beside another muscle is nowhere while that one rests: the last there was is kept.
      for (std::size_t c = 0; c < channelsN; ++c)
        if (const float lineUv = block->channelFeedback[i * channelsN + c].thresholdUv; lineUv > 0) step.linesUv[c] = static_cast<double>(lineUv);
    }
    if (report_.now < report_.steps.size()) report_.steps[report_.now].ranS += block->framesN / kRateHz;
    report_.ranS += block->framesN / kRateHz;
    return {};
  }
  core::Status finish() override { return {}; }

 private:
  DryRunReport& report_;
  drivers::Simulator& patient_;
};

drivers::SimulatorConfig patientFor(const session::Protocol& protocol, PatientKind kind, bool live) {
  drivers::SimulatorConfig c = patientOf(kind);
  c.channelsN = static_cast<std::uint32_t>(std::max<std::size_t>(1, protocol.channels.size()));
  c.sampleRateHz = kRateHz;
  c.blockFrames = static_cast<std::uint32_t>(kRateHz / 100);
  c.live = live;
  return c;
}

session::SessionSetup setupFor(const session::Protocol& protocol, const core::StreamFormat& format) {
  session::SessionSetup s = session::defaultSetup(format);
  session::use(protocol, s);
  for (std::size_t c = 0; c < protocol.channels.size(); ++c) s.channels[c].name = protocol.channels[c].ref;
  return s;
}

DryRunReport planOf(const session::SessionSetup& setup, PatientKind kind) {
  DryRunReport out;
  out.patient = kind;
  for (const session::ChannelSetup& c : setup.channels) {
    out.channels.push_back(c.name);
    out.trained.push_back(c.role == feedback::Role::kTrain);
  }
  for (core::PhaseInfo& phase : session::stepsOf(setup.protocol, kRateHz, session::takingPart(setup))) {
    DryRunStep& step = out.steps.emplace_back();
    step.lengthS = static_cast<double>(phase.durationFrames) / kRateHz;
    out.totalS += step.lengthS > 0 ? step.lengthS : kDryRunWaitS;
    step.phase = std::move(phase);
  }
  return out;
}

std::string secondsOf(double s) {
  const long tenths = std::lround(10 * s);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}
std::string percent(double share) { return std::to_string(std::lround(100 * share)) + " %"; }

void addRemarks(const DryRunStep& step, DryRunReport& report) {
  const std::string where = "“" + step.phase.name + "”: ";
  if (step.lengthS <= 0)
    report.remarks.push_back(where + "waits until you go on; here it went on after " + std::to_string(std::lround(step.ranS)) + " s.");
  if (!step.phase.scored || step.scoredS <= 0) return;
  bool lineless = false;
  for (std::size_t c = 0; c < step.linesUv.size(); ++c) {
    if (!report.trained[c] || step.linesUv[c] > 0) continue;
    lineless = true;
    report.remarks.push_back(where + "no line was set for " + report.channels[c] +
                             ", so nothing could be in target. Somebody sets it, or a baseline or reference before it.");
  }
  const double share = step.inTargetS / step.scoredS;
  if (lineless || step.phase.repsN > 0 || report.patient != PatientKind::kLearns) return;
  if (step.phase.kind == core::PhaseKind::kTask) return;   // of daily work a rest is only a small share
  if (share < kHardlyEver) report.remarks.push_back(where + "hardly ever in target (" + percent(share) + "): the line may ask too much.");
  if (share > kNearlyAlways) report.remarks.push_back(where + "nearly always in target (" + percent(share) + "): the line may ask too little.");
}

bool hasNoMuscle(PatientKind kind) { return kind == PatientKind::kNoiseOnly || kind == PatientKind::kArtefacts; }

void addSumRemark(DryRunReport& report) {
  if (!hasNoMuscle(report.patient)) return;
  const DryRunSum sum = report.sum();
  if (sum.inTargetS <= 0 && sum.repsN == 0) return;
  report.remarks.push_back("There was no muscle at all, and yet " + secondsOf(sum.inTargetS) +
                           " s of " + secondsOf(sum.scoredS) + " s were rewarded. A noise floor phase before the baseline tells noise from muscle.");
}

core::Status run(session::Session& live, DryRunReport& report, const DryRunProgress& progress) {
  // A step that has no length ends by hand, so the run is no longer than this.
  for (double at = kSliceS; at < report.totalS + 5 && report.now < report.steps.size(); at += kSliceS) {
    if (auto ok = live.runInline(at); !ok) return ok;
    if (progress && !progress(report))
      return core::Fault{core::FaultCode::kCancelled, "The dry run was stopped.", "Nothing was stored."};
    if (report.now >= report.steps.size() || live.status().protocolFinished) break;
    const DryRunStep& step = report.steps[report.now];
    if (step.lengthS <= 0 && step.ranS >= kDryRunWaitS) {
      session::Command next;
      next.kind = session::Command::Kind::kNextPhase;
      live.command(std::move(next));
    }
  }
  return {};
}

}  // namespace

DryRunSum DryRunReport::sum() const {
  DryRunSum out;
  for (const DryRunStep& step : steps) {
    if (!step.phase.scored) continue;
    out.scoredS += step.scoredS;
    out.inTargetS += step.inTargetS;
    out.repsAskedN += step.phase.repsN;
    if (step.phase.repsN > 0) out.repsN += step.repsN;
  }
  return out;
}

core::Result<DryRunReport> dryRun(const session::Protocol& protocol, double speed, const DryRunProgress& progress, PatientKind kind) {
  const bool paced = speed > 0;
  std::unique_ptr<core::Clock> clock;
  if (paced) clock = std::make_unique<core::ScaledClock>(speed);
  else clock = std::make_unique<core::ManualClock>();
  auto patient = drivers::makeSimulator(patientFor(protocol, kind, paced), *clock);
  drivers::Simulator& told = *patient;
  DryRunReport report;
  const auto watch = std::make_shared<Watch>(report, *patient);
  session::Session::Options options;
  options.threads = false;
  session::Session live(std::move(patient), *clock, options);
  auto format = live.open();
  if (!format) return format.fault();
  const session::SessionSetup setup = setupFor(protocol, *format);
  report = planOf(setup, kind);
  told.prepareFor(trainingFor(setup));
  live.addSink(watch);
  if (auto ok = live.start(setup, {}); !ok) return ok.fault();
  if (auto ok = run(live, report, progress); !ok) return ok.fault();
  const std::size_t reached = report.now;
  if (auto ok = live.stop(); !ok) return ok.fault();
  if (reached < report.steps.size() && !(report.steps.back().ranS > 0))
    report.remarks.push_back("The run ended in “" + report.steps[reached].phase.name + "”, before the protocol did.");
  for (const DryRunStep& step : report.steps) addRemarks(step, report);
  addSumRemark(report);
  report.now = report.steps.size();
  if (progress) (void)progress(report);
  return report;
}

}  // namespace tonus::app
