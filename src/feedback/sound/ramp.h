#pragma once
// A gain that never jumps: straight up, straight down.

#include <algorithm>

namespace tonus::feedback {

class Ramp {
 public:
  Ramp(double sampleRateHz, double upS, double downS) : up_(1.0 / (upS * sampleRateHz)), down_(1.0 / (downS * sampleRateHz)) {}

  double step(double wanted) {
    gain_ += std::clamp(wanted - gain_, -down_, up_);
    return gain_;
  }
  double now() const { return gain_; }

 private:
  double up_, down_;
  double gain_ = 0;
};

}  // namespace tonus::feedback
