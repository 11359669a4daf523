#include "live/timeline.h"

#include <algorithm>
#include <cmath>

namespace tonus::drivers::live {

void Timeline::begin(double sampleRateHz) {
  sampleRateHz_ = sampleRateHz;
  next_ = 0;
  offset_.reset();
  lastArrival_.reset();
}

void Timeline::interrupt() { offset_.reset(); }

void Timeline::place(core::RawBlock& block) {
  if (!offset_ && block.framesN > 0) {
    // Both blocks arrived when their last frame had been taken, so the frames in between are the time in between less
    // the frames of this block.
    std::int64_t gap = 0;
    if (lastArrival_) {
      const double elapsedS = std::chrono::duration<double>(block.arrival - *lastArrival_).count();
      gap = std::max<std::int64_t>(std::llround(elapsedS * sampleRateHz_) - block.framesN, 0);
      block.lossEstimated = true;
    }
    block.lostBefore += static_cast<std::uint64_t>(gap);
    offset_ = next_ + gap - block.first.value;
  }
  const std::int64_t offset = offset_.value_or(next_ - block.first.value);
  block.first = block.first + offset;
  for (core::DeviceEvent& event : block.events) event.at.value = std::max<std::int64_t>(event.at.value + offset, 0);
  if (block.framesN == 0) return;
  next_ = block.first.value + block.framesN;
  lastArrival_ = block.arrival;
}

}  // namespace tonus::drivers::live
