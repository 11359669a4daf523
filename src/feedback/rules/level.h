#pragma once
// One scale for every rule: each doubling of the distance from the line costs the same.

#include <algorithm>
#include <cmath>

#include "tonus/core/processed.h"

namespace tonus::feedback {

inline constexpr double kLevelPerOctave = 0.35;  // two octaves on the wrong side empty the bar

/// `octaves` past the line towards the goal (negative = short of it).
inline float levelAt(double octaves) {
  return static_cast<float>(std::clamp(core::kTargetLevel + kLevelPerOctave * octaves, 0.0, 1.0));
}

}  // namespace tonus::feedback
