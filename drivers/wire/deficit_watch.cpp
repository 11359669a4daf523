#include "wire/deficit_watch.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tonus::drivers::wire {

namespace {
constexpr double kWindowS = 10;
constexpr double kTransfersToNotice = 3;
}  // namespace

void DeficitWatch::reset() {
  began_.reset();
  leastS_.reset();
  previousS_.reset();
  driftS_.reset();
  window_ = 0;
}

std::optional<DeficitWatch::Suspicion> DeficitWatch::add(std::int64_t framesN, core::SteadyTime arrival) {
  if (!began_) began_ = arrival;
  const double hostS = std::chrono::duration<double>(arrival - *began_).count();
  const auto window = static_cast<std::int64_t>(std::floor(hostS / kWindowS));
  const auto suspicion = window == window_ ? std::nullopt : close();
  window_ = window;
  const double delayS = hostS - static_cast<double>(framesN) / rateHz_;
  leastS_ = std::min(leastS_.value_or(delayS), delayS);
  return suspicion;
}

std::optional<DeficitWatch::Suspicion> DeficitWatch::close() {
  const std::optional<double> before = std::exchange(previousS_, std::exchange(leastS_, std::nullopt));
  if (!before || !previousS_) return std::nullopt;
  const double gainedS = *previousS_ - *before;
  if (!driftS_ || gainedS < *driftS_) {
    driftS_ = gainedS;
    return std::nullopt;
  }
  const double framesN = (gainedS - *driftS_) * rateHz_;
  if (framesN <= kTransfersToNotice * transferFrames_) return std::nullopt;
  return Suspicion{.framesN = framesN, .boundN = 2 * transferFrames_, .overS = kWindowS};
}

}  // namespace tonus::drivers::wire
