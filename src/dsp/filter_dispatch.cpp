#include <array>
#include <span>

#include "filter_kernel.h"
#include "tonus/dsp/filter_bank.h"

namespace tonus::dsp {

extern const FilterKernel kBaselineKernel;
#if defined(TONUS_HAS_V3)
extern const FilterKernel kV3Kernel;
#endif

namespace {

/// What this processor can run, the best first.
struct Kernels {
  std::array<const FilterKernel*, 2> kernels{};
  std::array<std::string_view, 2> names{};
  std::size_t n = 0;

  Kernels() {
#if defined(TONUS_HAS_V3)
    // "x86-64-v3" itself is not a name older compilers know here; these are what the kernel uses.
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
      add(kV3Kernel);
#endif
    add(kBaselineKernel);
  }
  void add(const FilterKernel& k) {
    names[n] = k.variant;
    kernels[n++] = &k;
  }
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
    if (known.names[i] == variant) return *known.kernels[i];
  return *known.kernels[0];
}

}  // namespace tonus::dsp
