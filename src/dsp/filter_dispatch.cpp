#include "filter_kernel.h"

namespace tonus::dsp {

#if defined(TONUS_HAS_V3)
extern const FilterKernel kV3Kernel;
#endif

const FilterKernel& filterKernel() {
#if defined(TONUS_HAS_V3)
  // "x86-64-v3" itself is not a name older compilers know here; these are what the kernel uses.
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
    return kV3Kernel;
#endif
  return kBaselineKernel;
}

}  // namespace tonus::dsp
