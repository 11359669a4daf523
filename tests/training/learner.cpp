#include "training/learner.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "tonus/core/clock.h"
#include "tonus/session/pipeline.h"

namespace tonus::training {

namespace {
constexpr double kLateS = 180, kTurn = 1.10, kAim = 0.67;

double median(std::vector<double> x) {
  if (x.empty()) return 0;
  std::ranges::nth_element(x, x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2));
  return x[x.size() / 2];
}

/// Turning points of a line whose way back was at least kTurn.
int turnsOf(std::span<const double> line) {
  int turns = 0, direction = 0;
  double low = line.front(), high = low;
  for (const double uv : line) {
    low = std::min(low, uv);
    high = std::max(high, uv);
    if (direction >= 0 && uv * kTurn < high) {
      turns += direction > 0 ? 1 : 0;
      direction = -1;
      low = high = uv;
    } else if (direction <= 0 && uv > low * kTurn) {
      turns += direction < 0 ? 1 : 0;
      direction = 1;
      low = high = uv;
    }
  }
  return turns;
}

double swingOf(std::span<const double> line) {
  const auto [low, high] = std::ranges::minmax(line);
  return high / low;
}

/// What lies above `share` of the seconds of each half minute.
std::vector<double> quantiles(std::span<const VisitSecond> seconds, double share) {
  constexpr std::size_t kWindow = 30;
  std::vector<double> out;
  for (std::size_t i = 0; i + kWindow <= seconds.size(); ++i) {
    std::vector<double> uv;
    for (const VisitSecond& s : seconds.subspan(i, kWindow)) uv.push_back(s.envelopeUv);
    const auto at = uv.begin() + static_cast<std::ptrdiff_t>(share * kWindow);
    std::ranges::nth_element(uv, at);
    out.push_back(*at);
  }
  return out;
}

void addLate(Visit& v, bool up) {
  const std::span late = std::span(v.seconds).last(std::min(v.seconds.size(), static_cast<std::size_t>(kLateS)));
  std::vector<double> line;
  for (const VisitSecond& s : late) {
    line.push_back(s.lineUv);
    v.lateSuccess += s.success / static_cast<double>(late.size());
  }
  const std::vector<double> needed = quantiles(late, up ? 1 - kAim : kAim);
  v.lateSwing = swingOf(line);
  v.lateTurns = turnsOf(line);
  v.neededSwing = swingOf(needed);
  v.neededTurns = turnsOf(needed);
  v.levelSwing = swingOf(quantiles(late, 0.5));
}

session::Protocol protocolOf(const VisitPlan& plan) {
  using core::PhaseKind;
  session::Protocol p;
  p.id = p.name = "learner";
  p.rule.kind = plan.up ? "above" : "below";
  p.rule.recoverMs = 1000;
  p.law = plan.law;
  const auto phase = [&](PhaseKind kind, double seconds, bool feedback, bool scored) -> session::Phase& {
    session::Phase& added = p.phases.emplace_back();
    added.kind = kind;
    added.name = added.id = std::to_string(p.phases.size());
    added.durationS = seconds;
    added.feedback = added.sound = feedback;
    added.scored = scored;
    added.up = plan.up;
    return added;
  };
  phase(PhaseKind::kNoiseFloor, plan.noiseFloorS, false, false);
  phase(PhaseKind::kSettle, 10, false, false);
  phase(PhaseKind::kBaseline, plan.baselineS, false, false);
  for (std::uint32_t i = 0; i < plan.trialsN; ++i) {
    phase(PhaseKind::kTrial, plan.trialS, true, true);
    phase(PhaseKind::kRest, plan.restS, false, false);
  }
  phase(PhaseKind::kTransfer, 60, false, false);
  return p;
}

session::SessionSetup setupOf(const VisitPlan& plan, const core::StreamFormat& format) {
  session::SessionSetup setup = session::defaultSetup(format);
  setup.protocol = protocolOf(plan);
  setup.chain.rmsWindowMs = 250;
  for (session::ChannelSetup& c : setup.channels) {
    c.role = feedback::Role::kMonitor;
    c.rule = setup.protocol.rule;
    c.law = plan.law;
  }
  setup.channels[0].role = feedback::Role::kTrain;
  return setup;
}

/// What happened, phase by phase and second by second.
class Notes {
 public:
  explicit Notes(double rateHz) : rateHz_(rateHz) {}

  void hop(const core::FeedbackFrame& f, const core::ChannelFeedback& channel) {
    if (!phase_ || f.phase->index != phase_->index) closePhase();
    if (!phase_ || f.phase->index != phase_->index) trial_ += f.phase->kind == core::PhaseKind::kTrial ? 1 : 0;
    phase_ = f.phase;
    reward_ = f.rewardS;
    scored_ = f.scoredS;
    uv_.push_back(static_cast<double>(channel.envelopeUv));
    if (phase_->kind == core::PhaseKind::kTrial) second(f, channel);
  }
  void event(const core::SessionEvent& e) {
    visit_.movesN += e.kind == core::EventKind::kThreshold && e.text == "adaptive" ? 1 : 0;
    if (e.kind == core::EventKind::kNoiseFloor && e.channel == 0) visit_.noiseUv = e.value;
  }
  Visit finish(bool up) {
    closePhase();
    addLate(visit_, up);
    return std::move(visit_);
  }

 private:
  void closePhase() {
    const double medianUv = median(std::exchange(uv_, {}));
    secondUv_ = 0;
    secondHops_ = secondIn_ = 0;
    if (!phase_) return;
    if (phase_->kind == core::PhaseKind::kBaseline) visit_.baselineUv = medianUv;
    if (phase_->kind == core::PhaseKind::kTransfer) visit_.transferUv = medianUv;
    if (phase_->kind != core::PhaseKind::kTrial) return;
    visit_.trialUv.push_back(medianUv);
    visit_.success.push_back(scored_ > 0 ? static_cast<double>(reward_ / scored_) : 0);
    visit_.rewardS += static_cast<double>(reward_);
    visit_.scoredS += static_cast<double>(scored_);
  }
  void second(const core::FeedbackFrame& f, const core::ChannelFeedback& channel) {
    secondUv_ += static_cast<double>(channel.envelopeUv);
    secondIn_ += f.inTarget ? 1 : 0;
    if (++secondHops_ < 100) return;
    visit_.seconds.push_back({static_cast<double>(f.at.value) / rateHz_, trial_, secondUv_ / secondHops_,
                              static_cast<double>(channel.thresholdUv), secondIn_ / static_cast<double>(secondHops_)});
    secondUv_ = 0;
    secondHops_ = secondIn_ = 0;
  }

  double rateHz_;
  Visit visit_;
  std::shared_ptr<const core::PhaseInfo> phase_;
  std::vector<double> uv_;
  int trial_ = 0, secondHops_ = 0, secondIn_ = 0;
  double secondUv_ = 0;
  float reward_ = 0, scored_ = 0;
};
}  // namespace

feedback::LawSettings adaptiveLaw(bool up) {
  feedback::LawSettings law;
  law.kind = "adaptive";
  law.start = up ? 1.1 : 0.9;
  return law;
}

Visit visit(const VisitPlan& plan) {
  drivers::SimulatorConfig config = plan.patient;
  config.live = false;
  config.blockFrames = static_cast<std::uint32_t>(config.sampleRateHz / 100);
  core::ManualClock clock;
  const auto patient = drivers::makeSimulator(config, clock);
  const auto format = patient->open({});
  (void)patient->start();
  session::Pipeline pipeline(setupOf(plan, *format));
  Notes notes(config.sampleRateHz);
  core::RawBlock raw;
  while (!pipeline.finished()) {
    const auto status = patient->read(core::SteadyTime::max(), raw);
    if (!status.ok() || *status != core::ReadStatus::kBlock) continue;
    const core::BlockPtr block = pipeline.process(raw);
    for (const core::SessionEvent& e : block->events) notes.event(e);
    for (std::size_t i = 0; i < block->feedback.size(); ++i) {
      notes.hop(block->feedback[i], block->channelFeedback[i * block->channelsN]);
      patient->giveFeedback(block->feedback[i]);
    }
  }
  return notes.finish(plan.up);
}

}  // namespace tonus::training
