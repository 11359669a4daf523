#pragma once
// Processor time of the calling thread: what others do on the machine meanwhile does not count.

#include "tonus/core/clock.h"

namespace tonus::bench {

class ThreadTime final : public core::Clock {
 public:
  core::SteadyTime now() const override;
  core::WallTime wallNow() const override;
  void sleepUntil(core::SteadyTime t) override;  ///< takes no processor time, so it returns at once
};

}  // namespace tonus::bench
