#pragma once
// One visit of a simulated patient under a threshold law, and what can be said of it.

#include <vector>

#include "tonus/drivers/simulator.h"
#include "tonus/feedback/law.h"

namespace tonus::training {

/// Noise floor, baseline, trials with rests, a minute of transfer, through session::Pipeline. Channel 1 is trained.
struct VisitPlan {
  drivers::SimulatorConfig patient;
  bool up = false;                     ///< the muscle is to work more, else less
  feedback::LawSettings law;
  double noiseFloorS = 30, baselineS = 120, trialS = 128, restS = 30;
  std::uint32_t trialsN = 8;
};

/// By second of feedback, trials one after another.
struct VisitSecond {
  double tS = 0;          ///< since the session began
  int trial = 0;          ///< from 1
  double envelopeUv = 0;  ///< mean
  double lineUv = 0;      ///< at its end
  double success = 0;     ///< share of the second in target
};

struct Visit {
  double baselineUv = 0;               ///< median
  std::vector<double> trialUv;         ///< median of each trial
  std::vector<double> success;         ///< rewarded share of each trial's scored time
  double lateSuccess = 0;              ///< of the last three minutes of feedback
  double lateSwing = 0;                ///< highest over lowest line of the last three minutes
  double levelSwing = 0;               ///< the same of the muscle's own level
  double neededSwing = 0;              ///< and of a line put by hindsight, so that two thirds of each half minute succeed
  int lateTurns = 0;                   ///< how often the line turned back there by more than 10 %
  int neededTurns = 0;                 ///< and that put by hindsight
  double transferUv = 0;               ///< median of a minute without feedback after the last trial
  double rewardS = 0, scoredS = 0;
  int movesN = 0;                      ///< of the line by the law
  double noiseUv = 0;                  ///< as measured
  std::vector<VisitSecond> seconds;
};

feedback::LawSettings adaptiveLaw(bool up);
Visit visit(const VisitPlan& plan);

}  // namespace tonus::training
