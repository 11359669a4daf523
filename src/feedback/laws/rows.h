#pragma once
// What the registry needs of each law file.

#include <memory>

#include "tonus/feedback/law.h"

namespace tonus::feedback {

std::unique_ptr<ThresholdLaw> makeManual();
std::unique_ptr<ThresholdLaw> makeOfBaseline();
std::unique_ptr<ThresholdLaw> makeOfReference();
std::unique_ptr<ThresholdLaw> makeAdaptive();
std::unique_ptr<ThresholdLaw> makeShaped();
std::unique_ptr<ThresholdLaw> makeRatioShaping();
std::unique_ptr<ThresholdLaw> makeGap();

/// Harder by `step` after `harderFrom` successes in `repsN` repetitions, easier after fewer than `easierBelow`; 1 = stay.
double staircase(const LawSettings& s, const Evidence& e);

}  // namespace tonus::feedback
