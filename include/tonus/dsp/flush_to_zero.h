#pragma once
// Denormal results and inputs count as zero while this lives: a decaying filter comes to rest at exactly 0.

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace tonus::dsp {

class FlushToZero {
 public:
  FlushToZero(const FlushToZero&) = delete;
  FlushToZero& operator=(const FlushToZero&) = delete;
#if defined(__SSE2__)
  FlushToZero() : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8040U); }  // FTZ | DAZ
  ~FlushToZero() { _mm_setcsr(before_); }

 private:
  unsigned before_;
#else
  FlushToZero() = default;
#endif
};

}  // namespace tonus::dsp
