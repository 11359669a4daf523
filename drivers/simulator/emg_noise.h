#pragma once
// Surface EMG as shaped Gaussian noise of unit RMS. Its power density is that of Shwedyk et al. (1977) in the form of
// Stulen and De Luca (1981): P(f) = fh^4 f^2 / ((f^2 + fl^2) (f^2 + fh^2)^2).

#include "simulator/random.h"

namespace tonus::drivers {

struct EmgCorners {
  double lowHz = 60;
  double highHz = 120;
};

/// P(f) above, one-sided, not normalised: the oracle its tests compare with.
double emgDensity(double fHz, EmgCorners corners);

/// The analogue process sampled as it is, without an anti-alias filter: an ARMA(3,2) with exactly its autocovariance.
class EmgNoise {
 public:
  /// lowHz and highHz differ by at least a few per cent.
  EmgNoise(double sampleRateHz, EmgCorners corners);

  /// Keeps the running signal: corners may move while it plays.
  void setCorners(EmgCorners corners);

  double next(Random& random) {
    const double e = gain_ * random.gaussian();
    const double y = e + ma1_ * e1_ + ma2_ * e2_ - ar1_ * y1_ - ar2_ * y2_ - ar3_ * y3_;
    e2_ = e1_;
    e1_ = e;
    y3_ = y2_;
    y2_ = y1_;
    y1_ = y;
    return y;
  }

 private:
  double sampleRateHz_;
  double gain_ = 0, ma1_ = 0, ma2_ = 0, ar1_ = 0, ar2_ = 0, ar3_ = 0;
  double e1_ = 0, e2_ = 0, y1_ = 0, y2_ = 0, y3_ = 0;
};

}  // namespace tonus::drivers
