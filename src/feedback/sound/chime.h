#pragma once
// A soft bell: four partials of a struck bar, each fading at its own pace.

#include <cstdint>

namespace tonus::feedback {

class Chime {
 public:
  explicit Chime(double sampleRateHz) : rateHz_(sampleRateHz) {}

  /// Strikes unless it was struck less than three seconds ago.
  void strike();
  /// At most 1 in size; exactly 0 once it has died away.
  double next();
  bool silent() const { return age_ < 0; }

 private:
  double rateHz_;
  std::int64_t age_ = -1;         ///< samples since it was struck; -1 = silent
  std::int64_t sinceStrike_ = -1; ///< the same, but counted on in silence; -1 = never struck
};

}  // namespace tonus::feedback
