#pragma once
// A shipped protocol on noise that is louder where the muscle is to work: short by scaling, with everything that may
// happen to a session at chosen frames.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "support/noise_source.h"
#include "tonus/session/pipeline.h"
#include "tonus/session/steps.h"

namespace tonus::session {

inline constexpr double kRigRateHz = 500;

inline Protocol shipped(const std::string& id) {
  for (Protocol& p : loadProtocols().protocols)
    if (p.id == id) return std::move(p);
  return {};
}

/// Every length by `factor`, at least `leastS`.
inline Protocol scaled(Protocol p, double factor, double leastS) {
  const auto shorter = [&](double s) { return s > 0 ? std::max(leastS, s * factor) : 0; };
  for (Phase& phase : p.phases) {
    phase.durationS = shorter(phase.durationS);
    if (phase.kind == core::PhaseKind::kNoiseFloor) phase.durationS = 5;  // three whole seconds once settled
    phase.restS = shorter(phase.restS);
    for (Stage& s : phase.stages) s.durationS = shorter(s.durationS);
    phase.reps = std::min(phase.reps, 3U);
    phase.repeat = std::min(phase.repeat, 2U);
  }
  return p;
}

inline SessionSetup rigSetup(const Protocol& p) {
  SessionSetup s = defaultSetup(support::noiseFormat(4, kRigRateHz));
  use(p, s);
  return s;
}

/// Runs a pipeline in blocks; before each, `between` may command it or make frames be lost by returning how many.
class CourseRig {
 public:
  using Between = std::function<std::int64_t(std::int64_t at, Pipeline& pipeline)>;
  explicit CourseRig(SessionSetup setup) : pipeline_(std::move(setup)) {}

  /// Until the protocol is over, or `mostS`. Set-up and ratings end at the block's end.
  void run(double mostS, const Between& between = {}, std::int64_t blockFrames = 25) {
    const auto most = static_cast<std::int64_t>(mostS * kRigRateHz);
    while (at_ < most && !pipeline_.finished()) {
      if (between) at_ += between(at_, pipeline_);
      const core::BlockPtr block = pipeline_.process(blockAt(at_, blockFrames));
      if (onBlock) onBlock(block);
      add(*block);
      at_ += blockFrames;
      if (!pipeline_.waitsForSomebody()) continue;
      Command next;
      next.kind = Command::Kind::kNextPhase;
      pipeline_.apply(next);
    }
    core::RawBlock last;
    last.first = {at_};
    last.channelsN = 4;
    add(*pipeline_.process(last));
  }

  Pipeline& pipeline() { return pipeline_; }
  std::int64_t at() const { return at_; }
  std::function<double(const core::FeedbackFrame&)> loudness = loudnessOf;  ///< of the muscles, in counts
  bool silent = false;  ///< the electrodes give nothing
  std::function<void(const core::BlockPtr&)> onBlock;
  std::vector<core::FeedbackFrame> frames;
  std::vector<core::ChannelFeedback> channels;
  std::vector<core::SessionEvent> events;

  std::vector<core::SessionEvent> of(core::EventKind kind) const {
    std::vector<core::SessionEvent> out;
    for (const core::SessionEvent& e : events)
      if (e.kind == kind) out.push_back(e);
    return out;
  }

 private:
  core::RawBlock blockAt(std::int64_t first, std::int64_t n) const {
    core::RawBlock b;
    b.first = {first};
    b.framesN = static_cast<std::uint32_t>(n);
    b.channelsN = 4;
    for (std::int64_t i = first; i < first + n; ++i)
      for (std::size_t c = 0; c < 4; ++c) b.counts.push_back(silent ? 0 : support::noiseCount(i, c, loudness_));
    return b;
  }
  void add(const core::ProcessedBlock& b) {
    frames.insert(frames.end(), b.feedback.begin(), b.feedback.end());
    channels.insert(channels.end(), b.channelFeedback.begin(), b.channelFeedback.end());
    events.insert(events.end(), b.events.begin(), b.events.end());
    if (!b.feedback.empty()) loudness_ = loudness(b.feedback.back());
  }
  static double loudnessOf(const core::FeedbackFrame& f) {
    const bool works = f.stage >= 0 && f.phase->stages[static_cast<std::size_t>(f.stage)].work;
    if (f.phase->kind == core::PhaseKind::kReference) return works ? 2000 : 100;
    if (f.phase->kind == core::PhaseKind::kNoiseFloor) return 20;
    return works && f.phase->up ? 900 : 200;
  }

  Pipeline pipeline_;
  std::int64_t at_ = 0;
  double loudness_ = 200;
};

}  // namespace tonus::session
