#include "noise_watch.h"

#include <algorithm>
#include <cmath>

#include "tonus/feedback/rule.h"

namespace tonus::feedback {

namespace {
constexpr double kLevelS = 0.5;       // time constant: as steady as the mean of twice as long
constexpr std::size_t kLeastSeconds = 10;
// One second of noise in a band of 430 Hz has a standard deviation of 1 / (2 sqrt(430)) = 2.4 % (in one of 100 Hz, 5 %);
// a resting muscle breathes, drifts and twitches by more than 7 %.
constexpr double kSteady = 0.06;
constexpr double kSpreadToDeviation = 1.683;  // 20th to 80th percentile of a normal distribution
}  // namespace

void NoiseWatch::push(double envelopeUv, double hopS) {
  const double square = envelopeUv * envelopeUv;
  newest_ = square;
  level_ = level_ > 0 ? level_ + (square - level_) * hopS / kLevelS : square;
  sum_ += square * hopS;
  lengthS_ += hopS;
  if (lengthS_ >= 1 - hopS / 2) endSecond();
}

void NoiseWatch::endSecond() {
  seconds_[next_] = std::sqrt(sum_ / lengthS_);
  next_ = (next_ + 1) % kSeconds;
  filled_ = std::min(filled_ + 1, kSeconds);
  sum_ = lengthS_ = 0;
  if (filled_ < kLeastSeconds) return;
  auto sorted = seconds_;
  std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(filled_));
  const double spread = sorted[filled_ * 4 / 5] - sorted[filled_ / 5];
  steady_ = spread < kSteady * kSpreadToDeviation * sorted[filled_ / 2];
}

bool NoiseWatch::onlyNoise(double noiseUv) const {
  const double gateUv = kNoiseGate * noiseUv;
  return level_ > 0 && steady_ && std::min(level_, newest_) < gateUv * gateUv;
}

}  // namespace tonus::feedback
