#pragma once
// A patient who does what the phases of a visit ask for, to the measure of SimulatedTraining: reference contractions,
// repetitions of work, moving into a position and letting go there, daily work with short rests. Feedback teaches strength,
// balance and rests. An invented model, made to look like training, not to predict anyone.

#include <vector>

#include "simulator/random.h"
#include "simulator/relaxation.h"
#include "tonus/drivers/simulated_training.h"

namespace tonus::drivers {

class Trainee {
 public:
  /// `learning` and `practice` as SimulatorConfig has them. The same of everything, seed and feedback give the same patient.
  Trainee(const SimulatedTraining& training, double learning, double practice, Random random);

  void step(double dtS, const FeedbackSeen& seen);

  /// Above the resting level.
  double effortUv(std::size_t channel) const { return channel < muscles_.size() ? muscles_[channel].uv : 0; }
  /// At the start of the visit; 0 = as SimulatorConfig has it.
  double restingUv(std::size_t channel) const { return channel < muscles_.size() ? muscles_[channel].wanted.restingUv : 0; }
  /// What is left of the resting level: less than 1 while daily work is put down, or where letting go was learned.
  double restingShare() const { return drop_; }
  /// Does something by will: what feedback says now is not about the level of rest.
  bool busy() const { return doing_ != Doing::kNothing || betweenWork_; }

 private:
  enum class Doing { kNothing, kReference, kWork, kMove, kTask };
  struct Muscle {
    SimulatedMuscle wanted;
    double own = 1;       // of this repetition's strength
    double restless = 0;  // daily work comes and goes, natural logarithm
    double uv = 0;
  };
  void followStage(double dtS, const FeedbackSeen& seen);
  Doing asked(const FeedbackSeen& seen) const;
  void beginSpell(const FeedbackSeen& seen);
  void stepTask(double dtS, const FeedbackSeen& seen);
  void learn(double dtS, const FeedbackSeen& seen);
  double aimUv(std::size_t channel, const FeedbackSeen& seen) const;
  double workUv(const Muscle& m, const FeedbackSeen& seen) const;

  double learning_;
  Random random_;
  std::vector<Muscle> muscles_;
  bool works_ = false, moves_ = false, rests_ = false;  // some muscle does

  core::PhaseKind kind_ = core::PhaseKind::kFree;
  int stage_ = -1;
  double stageS_ = 0;            // since it began
  bool wasMoving_ = false, betweenWork_ = false;
  bool lettingGo_ = false;       // there, in a stage in which to let go
  double arriveS_ = 0;           // of this stage, until the position in which to let go is reached

  Doing doing_ = Doing::kNothing;
  double sinceS_ = 0;            // of this doing
  double reactionS_ = 0, untilS_ = 0;
  double common_ = 1;            // of this repetition's strength, all muscles
  double skill_ = 0;             // only grows
  double atHand_ = 0;            // what of it the patient has now
  double gain_ = 1;              // found by looking at the line
  bool pausing_ = false, told_ = false;
  double leftS_ = 0;             // of this piece of daily work, or of this rest
  double drop_ = 1;
};

}  // namespace tonus::drivers
