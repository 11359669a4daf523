#pragma once
// Where a protocol is, on sample time: a deterministic state machine.

#include <memory>
#include <optional>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/session/protocol.h"

namespace tonus::session {

/// After the last phase comes one more, "Finished", open-ended and without feedback.
class PhaseRunner {
 public:
  PhaseRunner(std::vector<core::PhaseInfo> steps, double sampleRateHz);

  const std::shared_ptr<const core::PhaseInfo>& current() const { return phases_[now_]; }
  bool finished() const { return now_ + 1 == phases_.size(); }
  /// Ends the current phase at `at`. False if already finished.
  bool next(core::SampleIndex at);
  /// Is the current phase over at `at`? Paused time does not count.
  bool due(core::SampleIndex at) const;
  /// Seconds left at `at`, -1 if open-ended.
  float timeLeftS(core::SampleIndex at) const;
  void addPausedFrames(std::int64_t frames) { pausedFrames_ += frames; }

 private:
  std::vector<std::shared_ptr<const core::PhaseInfo>> phases_;
  double rateHz_;
  std::size_t now_ = 0;
  core::SampleIndex start_{};
  std::int64_t pausedFrames_ = 0;
};

}  // namespace tonus::session
