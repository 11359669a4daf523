#include "quality/movement_watch.h"

#include <algorithm>
#include <cmath>

#include "quality/limits.h"

namespace tonus::dsp {

bool MovementWatch::push(const Levels& levels) {
  std::size_t remembered = 0;
  double most = 0;
  // The newest windows overlap this one.
  for (std::size_t back = limits::kWindowHops; back <= kPastHops; ++back) {
    const double level = past_[(next_ + kPastHops - back) % kPastHops];
    remembered += level > 0 ? 1 : 0;
    most = std::max(most, level);
  }
  const bool sudden = remembered >= limits::kJoltMemoryHops && levels.movement > limits::kJoltUv &&
                      levels.movement > limits::kJoltOverPast * most;
  const bool low = std::hypot(levels.movement, levels.lowMuscle) > limits::kJoltLowOverHigh * levels.highMuscle;
  past_[next_] = sudden && low ? 0 : levels.movement;
  next_ = (next_ + 1) % kPastHops;
  return sudden && low;
}

}  // namespace tonus::dsp
