#pragma once
// For devices that count nothing: frames that vanish a few at a time show only as a rate that is too low for a while.
// The watch cannot know them, so it says that loss is suspected, how much, and how uncertain that is. No allocation.

#include <cstdint>
#include <optional>

#include "tonus/core/time.h"

namespace tonus::drivers::wire {

class DeficitWatch {
 public:
  struct Suspicion {
    double framesN = 0;
    double boundN = 0;  ///< either way
    double overS = 0;
  };

  /// `transferFrames`: that come at once; three of them are what is noticed (less is the unevenness of arrivals).
  DeficitWatch(double rateHz, double transferFrames) : rateHz_(rateHz), transferFrames_(transferFrames) {}

  /// `framesN` frames had been taken since the start, known losses included, when the last of them arrived. Every 10 s
  /// at most, a suspicion.
  std::optional<Suspicion> add(std::int64_t framesN, core::SteadyTime arrival);
  void reset();

 private:
  std::optional<Suspicion> close();

  const double rateHz_;
  const double transferFrames_;
  std::optional<core::SteadyTime> began_;
  std::int64_t window_ = 0;
  std::optional<double> leastS_;     // delay in the window that is on
  std::optional<double> previousS_;  // and in the one before
  // The device's clock against the host's, by the window that lost least: loss can only make a window gain.
  std::optional<double> driftS_;
};

}  // namespace tonus::drivers::wire
