#include "sound/nature.h"

#include <cmath>
#include <numbers>

namespace tonus::feedback {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

/// Of a one-pole low-pass.
double share(double hz, double rateHz) { return 1.0 - std::exp(-kTurn * hz / rateHz); }

constexpr double kDropsPerS = 40;
constexpr double kDropS = 0.006;
constexpr double kWaveS = 9.0;          // from one wave to the next: calm breathing's pace, about 7 a minute
constexpr double kGurgleEveryS = 0.12;

}  // namespace

Nature::Nature(NatureKind kind, double sampleRateHz) : kind_(kind), rateHz_(sampleRateHz) {}

double Nature::noise() {
  state_ ^= state_ << 13U;
  state_ ^= state_ >> 17U;
  state_ ^= state_ << 5U;
  return static_cast<double>(state_) / 2147483648.0 - 1.0;
}

double Nature::next() {
  const double x = kind_ == NatureKind::kRain ? rain() : kind_ == NatureKind::kSurf ? surf() : stream();
  ++n_;
  return x;
}

// A steady hiss without its lows, and single drops.
double Nature::rain() {
  const double n = noise();
  low_ += share(400, rateHz_) * (n - low_);
  lower_ += share(5000, rateHz_) * (n - low_ - lower_);
  if ((noise() + 1) / 2 < kDropsPerS / rateHz_) drop_ = 1;
  drop_ *= 1.0 - 1.0 / (kDropS * rateHz_);
  return 0.6 * lower_ + 0.6 * drop_ * n;
}

// Dark noise that swells quickly and runs out slowly.
double Nature::surf() {
  const double place = std::fmod(static_cast<double>(n_) / (kWaveS * rateHz_), 1.0);
  const double swell = place < 0.35 ? std::sin(place / 0.35 * std::numbers::pi / 2) : std::cos((place - 0.35) / 0.65 * std::numbers::pi / 2);
  const double height = 0.25 + 0.75 * swell * swell;
  low_ += share(500 + 2000 * height, rateHz_) * (noise() - low_);
  lower_ += share(80, rateHz_) * (low_ - lower_);
  return 2.6 * height * (low_ - lower_);
}

// Soft noise and three resonances whose pitch wanders.
double Nature::stream() {
  const double n = noise();
  low_ += share(1500, rateHz_) * (n - low_);
  lower_ += share(300, rateHz_) * (low_ - lower_);
  double sum = 0.8 * (low_ - lower_);
  constexpr double kRadius = 0.9985;
  for (Gurgle& g : gurgles_) {
    if (g.left-- <= 0) {
      g.left = static_cast<int>(kGurgleEveryS * rateHz_ * (1.0 + 0.8 * noise()));
      g.wantedHz = 700 + 400 * noise();
    }
    g.hz += share(6, rateHz_) * (g.wantedHz - g.hz);
    const double y = 0.0009 * n + 2.0 * kRadius * std::cos(kTurn * g.hz / rateHz_) * g.y1 - kRadius * kRadius * g.y2;
    g.y2 = g.y1;
    g.y1 = y;
    sum += 1.5 * y;
  }
  return sum;
}

}  // namespace tonus::feedback
