#include <array>
#include <span>

#include "filter_kernel.h"
#include "tonus/dsp/filter_bank.h"

namespace tonus::dsp {

extern const FilterKernel kBaselineKernel;
#if defined(TONUS_HAS_V3)
extern const FilterKernel kV3Kernel;
extern const FilterKernel kV4Kernel;
#endif

namespace {

/// What this processor can run, the best first.
struct Kernels {
  std::array<FilterKernel, 3> kernels{};
  std::array<std::string_view, 3> names{};
  std::size_t n = 0;

  Kernels() {
#if defined(TONUS_HAS_V3)
    // "x86-64-v3" itself is not a name older compilers know here; these are what the kernels use.
    const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                    __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512cd");
    if (v4) add(wide());
    if (v3) add(kV3Kernel);
#endif
    add(kBaselineKernel);
  }
  void add(const FilterKernel& k) {
    names[n] = k.variant;
    kernels[n++] = k;
  }
#if defined(TONUS_HAS_V3)
  // One channel has no use for wide registers; compiled for them its code is a fifth slower, to the same bits.
  static FilterKernel wide() {
    FilterKernel k = kV4Kernel;
    k.structuredSingle = kV3Kernel.structuredSingle;
    k.genericSingle = kV3Kernel.genericSingle;
    return k;
  }
#endif
};

const Kernels& kernels() {
  static const Kernels known;
  return known;
}

}  // namespace

std::span<const std::string_view> filterVariants() { return {kernels().names.data(), kernels().n}; }

const FilterKernel& filterKernel(std::string_view variant) {
  const Kernels& known = kernels();
  for (std::size_t i = 0; i < known.n; ++i)
    if (known.names[i] == variant) return known.kernels[i];
  return known.kernels[0];
}

}  // namespace tonus::dsp
