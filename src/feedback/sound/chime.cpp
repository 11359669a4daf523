#include "sound/chime.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace tonus::feedback {
namespace {

constexpr double kFundamentalHz = 523.25;  // C5
constexpr double kAttackS = 0.008;
constexpr double kEndS = 2.4;
constexpr double kApartS = 3.0;

/// Ratios near those of a free bar's first modes (1, 2.756, 5.404), the octave added for a rounder sound.
struct Partial {
  double ratio, amplitude, decayS;
};
constexpr std::array<Partial, 4> kPartials{{{1.0, 0.60, 0.70}, {2.0, 0.20, 0.45}, {2.756, 0.15, 0.25}, {5.404, 0.05, 0.10}}};

}  // namespace

void Chime::strike() {
  if (sinceStrike_ >= 0 && static_cast<double>(sinceStrike_) < kApartS * rateHz_) return;
  age_ = sinceStrike_ = 0;
}

double Chime::next() {
  if (sinceStrike_ >= 0) ++sinceStrike_;
  if (age_ < 0) return 0;
  const double t = static_cast<double>(age_++) / rateHz_;
  if (t >= kEndS) {
    age_ = -1;
    return 0;
  }
  double sum = 0;
  for (const Partial& p : kPartials)
    sum += p.amplitude * std::exp(-t / p.decayS) * std::sin(2.0 * std::numbers::pi * kFundamentalHz * p.ratio * t);
  // Straight up in the first milliseconds, straight down over the last tenth of a second.
  return sum * std::min(1.0, t / kAttackS) * std::min(1.0, (kEndS - t) / 0.1);
}

}  // namespace tonus::feedback
