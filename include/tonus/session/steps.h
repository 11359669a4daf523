#pragma once
// What a protocol comes to for these channels: its phases one after the other, repeats, rests between them and passes
// for single channels written out. What the runner runs and a timeline shows.

#include <cstddef>
#include <string>
#include <vector>

#include "tonus/session/setup.h"

namespace tonus::session {

/// A channel that takes part.
struct StepChannel {
  std::size_t channel = 0;
  std::string name;
};

/// Every channel of the setup that is not off.
std::vector<StepChannel> takingPart(const SessionSetup& setup);

/// Without the "Finished" that follows. Index = position; lengths are whole frames, stages first, so that a step ends
/// with its last stage.
std::vector<core::PhaseInfo> stepsOf(const Protocol& protocol, double sampleRateHz,
                                     const std::vector<StepChannel>& channels);

}  // namespace tonus::session
