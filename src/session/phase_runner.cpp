#include "phase_runner.h"

#include <algorithm>
#include <cmath>

namespace tonus::session {

PhaseRunner::PhaseRunner(std::vector<core::PhaseInfo> steps, double sampleRateHz) : rateHz_(sampleRateHz) {
  core::PhaseInfo end;
  end.index = static_cast<std::uint32_t>(steps.size());
  end.part = steps.empty() ? 0 : steps.back().part + 1;
  end.name = "Finished";
  end.cue = "That was all. Well done.";
  end.feedback = end.sound = end.scored = false;
  for (core::PhaseInfo& step : steps) phases_.push_back(std::make_shared<const core::PhaseInfo>(std::move(step)));
  phases_.push_back(std::make_shared<const core::PhaseInfo>(std::move(end)));
}

bool PhaseRunner::next(core::SampleIndex at) {
  if (finished()) return false;
  ++now_;
  start_ = at;
  pausedFrames_ = 0;
  return true;
}

bool PhaseRunner::due(core::SampleIndex at) const {
  const std::int64_t length = current()->durationFrames;
  return length > 0 && at - start_ - pausedFrames_ >= length;
}

float PhaseRunner::timeLeftS(core::SampleIndex at) const {
  const std::int64_t length = current()->durationFrames;
  if (length == 0) return -1;
  const std::int64_t left = std::max<std::int64_t>(0, length - (at - start_ - pausedFrames_));
  return static_cast<float>(static_cast<double>(left) / rateHz_);
}

}  // namespace tonus::session
