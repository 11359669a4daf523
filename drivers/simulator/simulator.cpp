#include "tonus/drivers/simulator.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

#include "simulator/amplifier.h"
#include "simulator/limits.h"
#include "simulator/timeline.h"

namespace tonus::drivers {

namespace {

using core::ReadStatus;

constexpr std::uint64_t kDefaultSeed = 1;
constexpr double kGoneStepS = 0.1;   // as fast as it is read, a device that is away stays so for this long a read

/// One FeedbackFrame in one word, so that whoever gives it never waits for who reads it.
struct Bits {
  int at, n;
  constexpr std::uint64_t put(std::uint64_t value) const { return (value & ((1ULL << n) - 1)) << at; }
  constexpr std::uint64_t take(std::uint64_t word) const { return word >> at & ((1ULL << n) - 1); }
};
constexpr Bits kLevel{0, 20}, kInTarget{20, 1}, kShown{21, 1}, kUp{22, 1}, kStaged{23, 1}, kWorking{24, 1}, kMoving{25, 1},
    kRestDue{26, 1}, kKind{27, 5}, kStage{32, 4}, kChannel{36, 7}, kTargetPercent{43, 8}, kCount{51, 13};

/// A stage of rest right before or after one of work.
bool besideWork(const std::vector<core::StageInfo>& stages, std::size_t at) {
  return !stages[at].work && ((at > 0 && stages[at - 1].work) || (at + 1 < stages.size() && stages[at + 1].work));
}

double targetPercent(const core::FeedbackFrame& frame) {
  const auto& targets = frame.phase->targetPercents;
  return targets.empty() || frame.rep == 0 ? 0 : targets[(frame.rep - 1) % targets.size()];
}

std::uint64_t phasePacked(const core::FeedbackFrame& frame) {
  const core::PhaseInfo& phase = *frame.phase;
  const bool staged = frame.stage >= 0 && static_cast<std::size_t>(frame.stage) < phase.stages.size();
  const auto stage = static_cast<std::size_t>(std::max(0, frame.stage));
  return kUp.put(phase.up) | kStaged.put(staged) | kKind.put(static_cast<std::uint64_t>(phase.kind)) |
         kWorking.put(staged && !frame.paused && phase.stages[stage].work) |
         kMoving.put(staged && !frame.paused && !phase.up && besideWork(phase.stages, stage)) | kStage.put(staged ? stage : 0) |
         kChannel.put(static_cast<std::uint64_t>(phase.channel + 1)) |
         kTargetPercent.put(static_cast<std::uint64_t>(std::clamp(targetPercent(frame), 0.0, 255.0)));
}

std::uint64_t packed(const core::FeedbackFrame& frame, std::uint64_t count) {
  const float level = frame.level > 0 ? std::min(frame.level, 1.0F) : 0.0F;
  const bool given = !frame.phase || frame.phase->feedback || frame.phase->sound;
  const auto kind = static_cast<std::uint64_t>(core::PhaseKind::kFree);
  return kLevel.put(static_cast<std::uint32_t>(level * 1e6F)) | kInTarget.put(frame.inTarget) |
         kShown.put(given && frame.usable && !frame.paused) | kRestDue.put(frame.restDue) | kCount.put(count) |
         (frame.phase ? phasePacked(frame) : kKind.put(kind));
}

FeedbackSeen unpacked(std::uint64_t word) {
  const bool staged = kStaged.take(word) != 0;
  return {.fresh = true,
          .shown = kShown.take(word) != 0,
          .inTarget = kInTarget.take(word) != 0,
          .level = static_cast<float>(kLevel.take(word)) * 1e-6F,
          .kind = static_cast<core::PhaseKind>(kKind.take(word)),
          .up = kUp.take(word) != 0,
          .staged = staged,
          .working = kWorking.take(word) != 0,
          .stage = staged ? static_cast<int>(kStage.take(word)) : -1,
          .moving = kMoving.take(word) != 0,
          .channel = static_cast<int>(kChannel.take(word)) - 1,
          .targetShare = static_cast<double>(kTargetPercent.take(word)) / 100,
          .restDue = kRestDue.take(word) != 0};
}

/// Whoever was told exactly what to do, or has no muscle, is not told by a protocol.
bool followsProtocols(const SimulatorConfig& c) { return c.restingUv > 0 && c.workUv <= 0 && c.effort.empty(); }

std::string deviceId(const SimulatorConfig& config) {
  return config.seed == kDefaultSeed ? "simulator" : "simulator:" + std::to_string(config.seed);
}

class SimulatedDevice final : public Simulator {
 public:
  SimulatedDevice(SimulatorConfig config, core::Clock& clock)
      : config_(std::move(config)), opened_(config_), clock_(clock), timeline_({}, config_.sampleRateHz) {}

  core::DeviceInfo describe() const override {
    return {.id = deviceId(config_),
            .driver = "simulator",
            .model = "Simulated amplifier",
            .serial = "SIM-" + std::to_string(config_.seed),
            .channelsN = config_.channelsN,
            .sampleRateHz = config_.sampleRateHz,
            .live = config_.live};
  }

  core::Result<core::StreamFormat> open(const core::SourceConfig& asked) override;
  core::Status start() override;
  core::Result<ReadStatus> read(core::SteadyTime deadline, core::RawBlock& out) override;
  void stop() override { amplifier_.reset(); }

  void giveFeedback(const core::FeedbackFrame& frame) override {
    feedback_.store(packed(frame, feedbackCount_.fetch_add(1) + 1), std::memory_order_release);
  }
  void prepareFor(const SimulatedTraining& training) override {
    if (!followsProtocols(config_)) return;
    const std::scoped_lock lock(trainingMutex_);
    training_ = training;
    trainingDue_.store(true, std::memory_order_release);
  }

 private:
  std::optional<core::Fault> refusal(double rateHz) const;
  core::StreamFormat format() const;
  void perceive();
  core::SteadyTime hostTime(std::int64_t frame) const;
  void lose(std::int64_t framesN, bool estimated);
  ReadStatus whileGone(const FrameSpan& gone, core::SteadyTime deadline);
  std::optional<ReadStatus> passMissing(core::SteadyTime deadline);
  void fill(std::size_t framesN, core::RawBlock& out);
  std::uint64_t leadOffAt(std::int64_t frame) const;

  const SimulatorConfig config_;
  SimulatorConfig opened_;                 // with the rate that was asked for
  std::vector<std::size_t> picked_;        // the patient's channels that are delivered
  core::Clock& clock_;
  Timeline timeline_;
  std::optional<Amplifier> amplifier_;     // while started
  core::SteadyTime startedAt_{};
  std::uint64_t lost_ = 0;
  bool lossEstimated_ = false;
  bool toldGone_ = false;
  std::atomic<std::uint64_t> feedback_{0};
  std::atomic<std::uint64_t> feedbackCount_{0};
  std::uint64_t perceived_ = 0;
  std::mutex trainingMutex_;               // taken by the reading thread only where there is a new one
  SimulatedTraining training_;
  std::atomic<bool> trainingDue_{false};
};

std::optional<core::Fault> SimulatedDevice::refusal(double rateHz) const {
  if (config_.channelsN == 0 || config_.channelsN > kMaxChannelsN) {
    return core::Fault{core::FaultCode::kInvalid,
                       "The simulator cannot have " + std::to_string(config_.channelsN) + " channels.",
                       "Choose 1 to 64 channels."};
  }
  if (!(rateHz >= kMinRateHz && rateHz <= kMaxRateHz)) {
    return core::Fault{core::FaultCode::kInvalid,
                       "The simulator cannot sample at " + std::to_string(std::lround(rateHz)) + " Hz.",
                       "Choose 250 to 4000 Hz."};
  }
  return std::nullopt;
}

core::Result<core::StreamFormat> SimulatedDevice::open(const core::SourceConfig& asked) {
  stop();
  picked_.clear();
  const double rateHz = asked.sampleRateHz.value_or(config_.sampleRateHz);
  if (auto fault = refusal(rateHz)) return *std::move(fault);
  for (std::size_t c = 0; c < config_.channelsN; ++c) {
    if ((asked.channelMask >> c & 1) != 0) picked_.push_back(c);
  }
  if (picked_.empty()) {
    return core::Fault{core::FaultCode::kInvalid, "None of the simulator's channels is chosen.",
                       "Choose at least one of channels 1 to " + std::to_string(config_.channelsN) + "."};
  }
  opened_ = config_;
  opened_.sampleRateHz = rateHz;
  // A block lasts as long at any rate.
  const double blockFrames = config_.blockFrames * rateHz / config_.sampleRateHz;
  opened_.blockFrames = static_cast<std::uint32_t>(std::max(1L, std::lround(blockFrames)));
  timeline_ = Timeline(opened_.faults, rateHz);
  return format();
}

core::StreamFormat SimulatedDevice::format() const {
  core::StreamFormat format{.sampleRateHz = opened_.sampleRateHz, .channels = {}, .maxBlockFrames = opened_.blockFrames};
  for (const std::size_t c : picked_) {
    format.channels.push_back({.label = "ch" + std::to_string(c + 1),
                               .scaleUvPerCount = kUvPerCount,
                               .offsetCounts = 0,
                               .minCount = kMinCount,
                               .maxCount = kMaxCount,
                               .calibrated = true});
  }
  return format;
}

core::Status SimulatedDevice::start() {
  if (picked_.empty()) {
    return core::Fault{core::FaultCode::kUnavailable, "The simulator was started before it was opened.", "Open it first."};
  }
  amplifier_.emplace(opened_, picked_);
  startedAt_ = clock_.now();
  lost_ = 0;
  lossEstimated_ = toldGone_ = false;
  perceived_ = feedback_.load(std::memory_order_acquire);
  return {};
}

core::SteadyTime SimulatedDevice::hostTime(std::int64_t frame) const {
  return startedAt_ + std::chrono::nanoseconds(std::llround(timeline_.hostSeconds(frame) * 1e9));
}

void SimulatedDevice::perceive() {
  if (trainingDue_.exchange(false, std::memory_order_acquire)) {
    const std::scoped_lock lock(trainingMutex_);
    amplifier_->prepareFor(training_);
  }
  const std::uint64_t word = feedback_.load(std::memory_order_acquire);
  if (std::exchange(perceived_, word) != word) amplifier_->show(unpacked(word));
}

void SimulatedDevice::lose(std::int64_t framesN, bool estimated) {
  amplifier_->skip(framesN);
  lost_ += static_cast<std::uint64_t>(framesN);
  lossEstimated_ = lossEstimated_ || estimated;
}

ReadStatus SimulatedDevice::whileGone(const FrameSpan& gone, core::SteadyTime deadline) {
  std::int64_t upTo = amplifier_->at() + std::llround(kGoneStepS * opened_.sampleRateHz);
  if (config_.live) {
    // The first read tells at once; the others wait, so that a caller who just reads on does not spin.
    if (std::exchange(toldGone_, true)) {
      clock_.sleepUntil(gone.end == kNever ? deadline : std::min(deadline, hostTime(gone.end)));
    }
    const double awayS = std::chrono::duration<double>(clock_.now() - hostTime(amplifier_->at())).count();
    upTo = amplifier_->at() + static_cast<std::int64_t>(std::max(0.0, awayS) * opened_.sampleRateHz);
    if (gone.end != kNever && clock_.now() >= hostTime(gone.end)) upTo = gone.end;
  }
  lose(std::min(upTo, gone.end) - amplifier_->at(), true);
  return ReadStatus::kGone;
}

/// Walks over what never arrives; a status to return where the device is away.
std::optional<ReadStatus> SimulatedDevice::passMissing(core::SteadyTime deadline) {
  while (const auto missing = timeline_.missingAt(amplifier_->at())) {
    if (missing->deviceGone) return whileGone(missing->frames, deadline);
    std::int64_t end = missing->frames.end;
    end = std::min(end, timeline_.nextCut(amplifier_->at()));
    lose(end - amplifier_->at(), false);
  }
  toldGone_ = false;
  return std::nullopt;
}

core::Result<ReadStatus> SimulatedDevice::read(core::SteadyTime deadline, core::RawBlock& out) {
  out.clear();
  if (!amplifier_) {
    return core::Fault{core::FaultCode::kUnavailable, "The simulator is not running.", "Start it before reading."};
  }
  perceive();
  if (const auto status = passMissing(deadline)) return *status;
  const std::int64_t first = amplifier_->at();
  const std::int64_t end = std::min(first + opened_.blockFrames, timeline_.nextCut(first));
  const core::SteadyTime due = hostTime(end);
  if (config_.live) {
    if (due > deadline) {
      clock_.sleepUntil(deadline);
      return ReadStatus::kTimeout;
    }
    clock_.sleepUntil(due);
  }
  fill(static_cast<std::size_t>(end - first), out);
  out.arrival = config_.live ? clock_.now() : due;
  return ReadStatus::kBlock;
}

std::uint64_t SimulatedDevice::leadOffAt(std::int64_t frame) const {
  std::uint64_t mask = 0;
  for (const SimulatedFault& f : opened_.faults) {
    if (f.kind != FaultKind::kElectrodeOff || f.amount <= 0 || !framesOf(f, opened_.sampleRateHz).has(frame)) continue;
    for (std::size_t i = 0; i < picked_.size(); ++i) {
      if (f.channel < 0 || f.channel == static_cast<int>(picked_[i])) mask |= 1ULL << i;
    }
  }
  return mask;
}

void SimulatedDevice::fill(std::size_t framesN, core::RawBlock& out) {
  const std::int64_t first = amplifier_->at();
  out.first = {first};
  out.framesN = static_cast<std::uint32_t>(framesN);
  out.channelsN = static_cast<std::uint32_t>(picked_.size());
  out.deviceTimeNs = std::llround(static_cast<double>(first) / opened_.sampleRateHz * 1e9);
  out.lostBefore = std::exchange(lost_, 0);
  out.lossEstimated = std::exchange(lossEstimated_, false);
  out.leadOffMask = leadOffAt(first);
  out.counts.resize(framesN * picked_.size());
  amplifier_->generate(framesN, out.counts);
}

}  // namespace

std::unique_ptr<Simulator> makeSimulator(SimulatorConfig config, core::Clock& clock) {
  return std::make_unique<SimulatedDevice>(std::move(config), clock);
}

}  // namespace tonus::drivers
