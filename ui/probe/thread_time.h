#pragma once
// Processor time: what something costs, however busy the machine is.

#include <time.h>

namespace tonus::probe {

/// Of the calling thread.
inline double threadMs() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

/// Of all threads of the program: scenes are painted by a thread of their own.
inline double processMs() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

}  // namespace tonus::probe
