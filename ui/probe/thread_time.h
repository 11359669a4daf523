#pragma once
// The processor time of the calling thread: what it costs, however busy the machine is.

#include <time.h>

namespace tonus::probe {

inline double threadMs() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

}  // namespace tonus::probe
