#pragma once
// One unbroken frame index over several starts of a device: each start counts anew, the session's index goes on, and
// the time in between becomes a gap.

#include <cstdint>
#include <optional>

#include "tonus/core/block.h"

namespace tonus::drivers::live {

class Timeline {
 public:
  /// Index 0 will be the next frame placed.
  void begin(double sampleRateHz);
  /// The device was started anew: the next frame follows after a gap as long as the host's clock says.
  void interrupt();
  /// Moves a block (its `arrival` set) from the device's index to the session's.
  void place(core::RawBlock& block);

 private:
  double sampleRateHz_ = 1;
  std::int64_t next_ = 0;               // session index after the last frame placed
  std::optional<std::int64_t> offset_;  // session index - device index; unset until a first frame came
  std::optional<core::SteadyTime> lastArrival_;
};

}  // namespace tonus::drivers::live
