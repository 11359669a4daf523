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

inline float levelBelow(double envelopeUv, double lineUv) {
  if (lineUv <= 0) return 0;
  if (envelopeUv <= 0) return 1;
  return levelAt(std::log2(lineUv / envelopeUv));
}
inline bool isBelow(double envelopeUv, double lineUv, double hysteresis, bool was) {
  return lineUv > 0 && envelopeUv <= lineUv * (was ? 1 + hysteresis : 1);
}

inline float levelAbove(double envelopeUv, double lineUv) {
  if (lineUv <= 0 || envelopeUv <= 0) return 0;
  return levelAt(std::log2(envelopeUv / lineUv));
}
inline bool isAbove(double envelopeUv, double lineUv, double hysteresis, bool was) {
  return lineUv > 0 && envelopeUv >= lineUv * (was ? 1 - hysteresis : 1);
}

}  // namespace tonus::feedback
