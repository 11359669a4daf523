#pragma once
// The simulated patient: how hard each muscle works, and how tired it is, from one control step to the next.

#include <vector>

#include "simulator/emg_noise.h"
#include "simulator/exercise.h"
#include "simulator/relaxation.h"
#include "simulator/trainee.h"
#include "tonus/drivers/simulator.h"

namespace tonus::drivers {

/// Straight lines between the points, level before the first and after the last.
double effortAt(const std::vector<EffortPoint>& points, double tS);

class Patient {
 public:
  /// `config` outlives the patient.
  explicit Patient(const SimulatorConfig& config);

  /// Forgets what the last training taught of work and rest.
  void prepareFor(const SimulatedTraining& training);
  /// `seen` is what the patient was given since the last step.
  void step(double dtS, const FeedbackSeen& seen);

  double rmsUv(std::size_t channel) const { return muscles_[channel].rmsUv; }
  EmgCorners corners(std::size_t channel) const;

 private:
  struct Muscle {
    double rmsUv = 0;
    double share = 1;        // of the resting level
    double drift = 0;        // of its own, natural logarithm
    double burstWeight = 1;
    double freshness = 1;    // what is left of the rested median frequency
  };
  void stepMood(double dtS);
  void stepBurst(double dtS);
  double restingUv(std::size_t channel, double dtS);
  double shaken() const;

  const SimulatorConfig& config_;
  Relaxation relaxation_;
  Exercise exercise_;
  Trainee trainee_;
  Random random_;
  std::vector<Muscle> muscles_;
  double tS_ = 0;
  double tremorHz_ = 10;
  double slack_ = 1;        // of the resting level
  double strain_ = 1;       // of it under stress
  double drift_ = 0;        // of all muscles together, natural logarithm
  double breath_ = 0;       // phase, turns
  double breathHz_ = 0.25;
  double burstS_ = 0, burstLengthS_ = 0, burstGain_ = 0;
  double wander_ = 1;       // 1 + breathing, at this step
};

}  // namespace tonus::drivers
