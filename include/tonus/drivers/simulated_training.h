#pragma once
// What a visit asks of a simulated patient's muscles, so that the patient can do it: contract, work, move, rest in daily
// work, each to its own measure. Made from a protocol (app::trainingFor); when to do what is told by the phases as they come.

#include <vector>

namespace tonus::drivers {

/// µV RMS; 0 = the muscle does nothing of the kind.
struct SimulatedMuscle {
  double restingUv = 0;      ///< at the start of the visit; 0 = as SimulatorConfig has it
  double referenceUv = 0;    ///< in a reference contraction, or its steady hold
  double workUv = 0;         ///< where a phase asks for work, as the patient does it untrained
  double skilledWorkUv = 0;  ///< … and as feedback teaches it
  double moveUv = 0;         ///< on the way into and out of a position in which it is to let go
  double taskUv = 0;         ///< in daily work between short rests, which feedback makes more and longer

  friend bool operator==(const SimulatedMuscle&, const SimulatedMuscle&) = default;
};

struct SimulatedTraining {
  std::vector<SimulatedMuscle> muscles;  ///< by channel of the patient; those beyond it only rest

  friend bool operator==(const SimulatedTraining&, const SimulatedTraining&) = default;
};

}  // namespace tonus::drivers
