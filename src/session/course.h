#pragma once
// The protocol's course: which step runs, what it measures, and what begins and ends with it.

#include "measurements.h"
#include "phase_runner.h"

namespace tonus::session {

/// No allocation in hop() while a step runs.
class Course {
 public:
  /// Both outlive it.
  Course(const SessionSetup& setup, std::int64_t hopFrames, feedback::Engine& engine);

  const PhaseRunner& phases() const { return phases_; }
  /// The recording begins.
  void begin(core::SampleIndex at, Events& events);
  /// Filtered signal of unpaused time.
  void frames(std::span<const double> filteredUv) { measurements_.frames(filteredUv); }
  /// An unpaused hop is over; perhaps its step too.
  void hop(core::SampleIndex at, const PhasePlace& place, std::span<const double> envelopeUv,
           const core::ChannelList<core::ChannelQuality>& quality, Events& events);
  /// What a step measured counts when it ran to its end or somebody went on, not when it is done over.
  void turn(PhaseTurn how, core::SampleIndex at, Events& events);
  bool extend(double seconds) { return phases_.extend(seconds); }
  void addIdleFrames(std::int64_t frames) { phases_.addIdleFrames(frames); }
  /// The signal is another from here on (other filters): what this step measured so far does not fit it.
  void measureAgain() { measurements_.begin(*phases_.current()); }

 private:
  void beginStep(core::SampleIndex at, PhaseTurn how, Events& events);

  /// The step's own rule; null: each channel's.
  const feedback::RuleSettings* ruleOf(const core::PhaseInfo& step) const;

  const Protocol& protocol_;
  feedback::Engine& engine_;
  PhaseRunner phases_;
  Measurements measurements_;
};

}  // namespace tonus::session
