#pragma once
// Time as a dependency, so that a session runs the same live, faster than real time and in a test.

#include <atomic>
#include <mutex>

#include "tonus/core/time.h"

namespace tonus::core {

/// Thread-safe. `sleepUntil` may return early only if the clock itself jumps.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual SteadyTime now() const = 0;
  virtual WallTime wallNow() const = 0;
  virtual void sleepUntil(SteadyTime t) = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
 public:
  SteadyTime now() const override;
  WallTime wallNow() const override;
  void sleepUntil(SteadyTime t) override;
};

/// Runs `speed` times as fast as the machine's clock from the moment it is made.
class ScaledClock final : public Clock {
 public:
  explicit ScaledClock(double speed);
  SteadyTime now() const override;
  WallTime wallNow() const override;
  void sleepUntil(SteadyTime t) override;

 private:
  double speed_;
  SteadyTime steadyOrigin_;
  WallTime wallOrigin_;
};

/// Stands still until someone sleeps or advances it: "as fast as possible", and tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start = WallTime{});
  SteadyTime now() const override;
  WallTime wallNow() const override;
  void sleepUntil(SteadyTime t) override;
  void advance(std::chrono::nanoseconds d);

 private:
  std::atomic<std::int64_t> elapsedNs_{0};
  WallTime wallOrigin_;
};

}  // namespace tonus::core
