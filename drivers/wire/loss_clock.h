#pragma once
// What a narrow counter cannot tell: 256 lost packets leave the same counter as none. Frames arrive late or in time but
// never early, so if they come later than the host can have been away, whole turns of the counter are missing; without
// a counter, frames are. No allocation.
//
// A host that was busy is not a gap: data may have waited since it last looked. So the lateness that counts is that of
// the last look, which drained() tells, not that of the arrival.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "tonus/core/block.h"

namespace tonus::drivers::wire {

class LossClock {
 public:
  /// `counterFrames`: frames after which the device's counter repeats; 0 = none.
  LossClock(double rateHz, std::uint32_t counterFrames);

  /// The host had taken everything there was.
  void drained(core::SteadyTime now) { looked_ = now; }
  /// `block` has its arrival and the decoder's index and losses; gets the frames that only time shows to be missing, and
  /// says then that its loss is estimated.
  void place(core::RawBlock& block);
  /// Frames either way by which an estimated loss may be wrong: the unevenness of arrivals. With a counter the estimate
  /// is a whole number of turns.
  double boundFrames() const { return marginS_ * rateHz_; }
  void reset();

 private:
  static constexpr std::size_t kSeconds = 4;  // short, so that a resonator 0.5 % off is no loss

  double earliestDelayS(double deviceS) const;
  void learn(core::SteadyTime arrival, double delayS);
  std::uint64_t missing(double latenessS) const;

  const double rateHz_;
  const std::uint32_t counterFrames_;
  const double marginS_;
  std::optional<core::SteadyTime> origin_;
  core::SteadyTime looked_{};
  std::int64_t extra_ = 0;               // frames added so far
  std::array<double, kSeconds> least_{};  // least delay of each of the last seconds
  std::array<std::int64_t, kSeconds> secondOf_{};
};

}  // namespace tonus::drivers::wire
