#include "thread_time.h"

#include <time.h>

namespace tonus::bench {

core::SteadyTime ThreadTime::now() const {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return core::SteadyTime(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
}
core::WallTime ThreadTime::wallNow() const { return std::chrono::system_clock::now(); }
void ThreadTime::sleepUntil(core::SteadyTime) {}

}  // namespace tonus::bench
