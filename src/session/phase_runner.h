#pragma once
// Where a protocol is, on sample time: a deterministic state machine over its steps.

#include <memory>
#include <vector>

#include "tonus/core/processed.h"

namespace tonus::session {

/// Of one moment within a step.
struct PhasePlace {
  std::uint32_t rep = 0;         ///< from 1; 0 = the step does not go round
  std::int32_t stage = -1;
  bool working = true;           ///< a stage of work, or a step without stages
  double stageS = 0;             ///< since the stage (without stages: the step) began
  float stageLeftS = -1;
  double targetOfReference = 0;  ///< this repetition's own; 0 = none
  float breath = -1;             ///< paced: 0 empty … 1 full; -1 = none
};

/// How a step came to begin; stored as the value of its kPhase event.
enum class PhaseTurn { kByItself = 0, kSkipped = 1, kRepeated = 2, kBack = 3 };

/// A step's length is time that was received and not paused: what was lost on the way or while a device was away, and what
/// was paused, is added to it. After the last step comes one more, "Finished", open-ended and without feedback.
class PhaseRunner {
 public:
  PhaseRunner(std::vector<core::PhaseInfo> steps, double sampleRateHz);

  const std::shared_ptr<const core::PhaseInfo>& current() const { return now_; }
  bool finished() const { return index_ + 1 == steps_.size(); }
  /// Another step begins at `at`. False where there is none: nothing changed then. Going back from the first repeats it.
  bool turn(PhaseTurn how, core::SampleIndex at);
  /// A step of fixed length lasts longer: by `seconds`, or by as many whole repetitions as that needs. False otherwise.
  bool extend(double seconds);
  bool due(core::SampleIndex at) const;
  /// Of the hop that ends at `at`.
  PhasePlace place(core::SampleIndex at) const;
  /// Seconds left at `at`, -1 if open-ended.
  float timeLeftS(core::SampleIndex at) const;
  void addIdleFrames(std::int64_t frames) { idleFrames_ += frames; }

 private:
  std::int64_t elapsed(core::SampleIndex at) const { return at - start_ - idleFrames_; }
  float breathAt(double seconds) const;

  std::vector<std::shared_ptr<const core::PhaseInfo>> steps_;
  std::shared_ptr<const core::PhaseInfo> now_;  // of steps_, or longer than planned
  double rateHz_;
  std::size_t index_ = 0;
  core::SampleIndex start_{};
  std::int64_t idleFrames_ = 0;
};

}  // namespace tonus::session
