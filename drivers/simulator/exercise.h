#pragma once
// A patient who works and rests by the stages of a phase, repetition by repetition as the script says, and of two
// muscles learns to use one less beside the other. Made to test counting with, not to predict anyone.

#include <cstdint>

#include "simulator/relaxation.h"
#include "tonus/drivers/simulator.h"

namespace tonus::drivers {

class Exercise {
 public:
  /// `config` outlives it.
  Exercise(const SimulatorConfig& config, Random random) : config_(config), random_(random) {}

  void step(double dtS, const FeedbackSeen& seen);
  double effortUv(std::size_t channel) const;

 private:
  struct Plan {
    double fromS = 0, untilS = 0;   // of the cue to work; 0 and 0 = not at all
    double uv = 0;
  };
  void beginRep(core::PhaseKind kind);

  const SimulatorConfig& config_;
  Random random_;
  Plan plan_;
  std::size_t repsN_ = 0;        // scripted ones that have begun
  bool wasWorking_ = false;
  double sinceCueS_ = 0, sinceRestS_ = 0;
  double letGoS_ = 0;            // after the cue to rest
  double uv_ = 0;                // of channel 1
  double skill_ = 0;             // pair: 0 as at the start … 1 at half the ratio
};

}  // namespace tonus::drivers
