#include "tonus/core/clock.h"

#include <thread>

namespace tonus::core {

using std::chrono::duration_cast;
using std::chrono::nanoseconds;

SteadyTime SystemClock::now() const { return std::chrono::steady_clock::now(); }
WallTime SystemClock::wallNow() const { return std::chrono::system_clock::now(); }
void SystemClock::sleepUntil(SteadyTime t) { std::this_thread::sleep_until(t); }

ScaledClock::ScaledClock(double speed)
    : speed_(speed), steadyOrigin_(std::chrono::steady_clock::now()), wallOrigin_(std::chrono::system_clock::now()) {}

SteadyTime ScaledClock::now() const {
  const auto real = std::chrono::steady_clock::now() - steadyOrigin_;
  return steadyOrigin_ + nanoseconds(static_cast<std::int64_t>(static_cast<double>(real.count()) * speed_));
}
WallTime ScaledClock::wallNow() const {
  return wallOrigin_ + duration_cast<std::chrono::system_clock::duration>(now() - steadyOrigin_);
}
void ScaledClock::sleepUntil(SteadyTime t) {
  const auto wait = static_cast<double>((t - steadyOrigin_).count()) / speed_;
  std::this_thread::sleep_until(steadyOrigin_ + nanoseconds(static_cast<std::int64_t>(wait)));
}

ManualClock::ManualClock(WallTime start) : wallOrigin_(start) {}
SteadyTime ManualClock::now() const { return SteadyTime(nanoseconds(elapsedNs_.load(std::memory_order_acquire))); }
WallTime ManualClock::wallNow() const {
  return wallOrigin_ + duration_cast<std::chrono::system_clock::duration>(now().time_since_epoch());
}
void ManualClock::sleepUntil(SteadyTime t) {
  const std::int64_t target = duration_cast<nanoseconds>(t.time_since_epoch()).count();
  std::int64_t current = elapsedNs_.load(std::memory_order_relaxed);
  while (current < target && !elapsedNs_.compare_exchange_weak(current, target, std::memory_order_acq_rel)) {
  }
}
void ManualClock::advance(nanoseconds d) { elapsedNs_.fetch_add(d.count(), std::memory_order_acq_rel); }

}  // namespace tonus::core
