#pragma once
// A simulated patient, the signal chain, the verdicts and the feedback engine in a loop: phases by the second, as fast as
// they can be computed. What the pipeline does, without protocols and recording.

#include <functional>
#include <memory>
#include <vector>

#include "tonus/drivers/simulator.h"
#include "tonus/dsp/settings.h"
#include "tonus/feedback/engine.h"

namespace tonus::support {

struct RoomHop {
  const core::FeedbackFrame& frame;
  std::span<const core::ChannelFeedback> channels;
  std::span<const feedback::LineChange> changes;
  double tS;                                      ///< since the room was opened
};

class TrainingRoom {
 public:
  TrainingRoom(drivers::SimulatorConfig patient, std::vector<feedback::ChannelRule> channels, dsp::ChainSettings chain = {});
  ~TrainingRoom();

  using OnHop = std::function<void(const RoomHop&)>;
  /// One phase to its end: `info.durationFrames` ignored; `seconds` without stages, else repsN times round.
  void run(core::PhaseInfo info, double seconds, const OnHop& onHop = {});
  /// The median of the envelope over `seconds` of sitting still, and what the engine makes of it.
  void takeBaseline(double seconds, const OnHop& onHop = {});
  feedback::Engine& engine();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

core::PhaseInfo trialPhase();
core::PhaseInfo restPhase();
/// Work and rest, `repsN` times.
core::PhaseInfo workRestPhase(double workS, double restS, std::uint32_t repsN, double rateHz);

}  // namespace tonus::support
