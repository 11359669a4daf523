#include "wire/rate_estimator.h"

#include <algorithm>
#include <cmath>

namespace tonus::drivers::wire {

void RateEstimator::reset() {
  began_.reset();
  best_.reset();
  pointsN_ = 0;
  second_ = 0;
}

void RateEstimator::add(std::int64_t framesN, core::SteadyTime arrival) {
  if (!began_) began_ = arrival;
  const double hostS = std::chrono::duration<double>(arrival - *began_).count();
  const auto second = static_cast<std::int64_t>(std::floor(hostS));
  if (second > second_) {
    close();
    second_ = second;
  }
  const double deviceS = static_cast<double>(framesN) / nominalHz_;
  const Point point{deviceS, hostS - deviceS};
  if (!best_ || point.delayS < best_->delayS) best_ = point;
}

void RateEstimator::close() {
  if (best_) points_[pointsN_++ % kSeconds] = *best_;
  best_.reset();
}

std::optional<RateEstimator::Estimate> RateEstimator::estimate() const {
  const std::size_t n = std::min(pointsN_, kSeconds);
  if (n < kAtLeast) return std::nullopt;
  double meanX = 0, meanY = 0;
  for (std::size_t i = 0; i < n; ++i) meanX += points_[i].deviceS, meanY += points_[i].delayS;
  meanX /= static_cast<double>(n);
  meanY /= static_cast<double>(n);
  double xx = 0, xy = 0;
  for (std::size_t i = 0; i < n; ++i) {
    xx += (points_[i].deviceS - meanX) * (points_[i].deviceS - meanX);
    xy += (points_[i].deviceS - meanX) * (points_[i].delayS - meanY);
  }
  const double slope = xy / xx;  // seconds the host gains in a second of the device
  double residual = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double r = points_[i].delayS - meanY - slope * (points_[i].deviceS - meanX);
    residual += r * r;
  }
  const double error = std::sqrt(residual / static_cast<double>(n - 2) / xx);
  return Estimate{.rateHz = nominalHz_ / (1 + slope), .errorPpm = 1e6 * error, .overS = static_cast<double>(n)};
}

}  // namespace tonus::drivers::wire
