#include "wire/loss_clock.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tonus::drivers::wire {

namespace {
constexpr double kJitterS = 0.05;  // bridges and hubs hold data back for up to 16 ms; hosts wake up late
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
}  // namespace

LossClock::LossClock(double rateHz, std::uint32_t counterFrames)
    : rateHz_(rateHz), counterFrames_(counterFrames), marginS_(std::max(kJitterS, counterFrames / 2.0 / rateHz)) {
  reset();
}

void LossClock::reset() {
  origin_.reset();
  looked_ = {};
  extra_ = 0;
  secondOf_.fill(kNever);
}

void LossClock::place(core::RawBlock& block) {
  block.first = block.first + extra_;
  for (core::DeviceEvent& event : block.events) event.at = event.at + extra_;
  if (block.framesN == 0) return;
  if (!origin_) origin_ = block.arrival;
  const auto endS = [&] { return static_cast<double>(block.first.value + block.framesN) / rateHz_; };
  const auto hostS = [&](core::SteadyTime t) { return std::chrono::duration<double>(t - *origin_).count(); };
  const double usual = earliestDelayS(hostS(block.arrival));
  const double latenessS = hostS(std::min(looked_, block.arrival)) - endS() - usual;
  if (const std::uint64_t frames = missing(latenessS); frames > 0) {
    const auto more = static_cast<std::int64_t>(frames);
    extra_ += more;
    block.first = block.first + more;
    for (core::DeviceEvent& event : block.events) event.at = event.at + more;
    block.lostBefore += frames;
    block.lossEstimated = true;
  }
  learn(block.arrival, hostS(block.arrival) - endS());
}

std::uint64_t LossClock::missing(double latenessS) const {
  if (latenessS <= marginS_) return 0;
  const double frames = latenessS * rateHz_;
  if (counterFrames_ == 0) return static_cast<std::uint64_t>(std::llround(frames));
  return static_cast<std::uint64_t>(std::llround(frames / counterFrames_)) * counterFrames_;
}

/// The least delay of the last seconds; infinite before anything was learned, so that nothing is late.
double LossClock::earliestDelayS(double hostS) const {
  double least = std::numeric_limits<double>::infinity();
  double newest = least;
  std::int64_t newestSecond = kNever;
  const auto second = static_cast<std::int64_t>(std::floor(hostS));
  for (std::size_t i = 0; i < kSeconds; ++i) {
    if (secondOf_[i] == kNever) continue;
    if (second - secondOf_[i] < static_cast<std::int64_t>(kSeconds)) least = std::min(least, least_[i]);
    if (secondOf_[i] > newestSecond) newestSecond = secondOf_[i], newest = least_[i];
  }
  return std::isinf(least) ? newest : least;  // after a long silence: as it was when it began
}

void LossClock::learn(core::SteadyTime arrival, double delayS) {
  const auto second = static_cast<std::int64_t>(std::floor(std::chrono::duration<double>(arrival - *origin_).count()));
  const std::size_t at = static_cast<std::size_t>(second) % kSeconds;
  least_[at] = secondOf_[at] == second ? std::min(least_[at], delayS) : delayS;
  secondOf_[at] = second;
}

}  // namespace tonus::drivers::wire
