#pragma once
// How fast a device really samples, by the host's clock. A frame can arrive late but never early, so of each second the
// least delayed arrival is kept, and a line is laid through those (least squares). No allocation.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "tonus/core/time.h"

namespace tonus::drivers::wire {

class RateEstimator {
 public:
  struct Estimate {
    double rateHz = 0;
    double errorPpm = 0;  ///< one standard error
    double overS = 0;     ///< seconds it rests on, at least 10
  };

  explicit RateEstimator(double nominalHz) : nominalHz_(nominalHz) {}

  /// `framesN` frames had been taken since the start, lost ones included, when the last of them arrived.
  void add(std::int64_t framesN, core::SteadyTime arrival);
  /// Nothing before 10 s have passed.
  std::optional<Estimate> estimate() const;
  void reset();

 private:
  static constexpr std::size_t kSeconds = 60;
  static constexpr std::size_t kAtLeast = 10;
  struct Point {
    double deviceS = 0;
    double delayS = 0;
  };
  void close();

  const double nominalHz_;
  std::optional<core::SteadyTime> began_;
  std::array<Point, kSeconds> points_{};  // of whole seconds, a ring
  std::size_t pointsN_ = 0;
  std::int64_t second_ = 0;
  std::optional<Point> best_;  // of the second that is on
};

}  // namespace tonus::drivers::wire
