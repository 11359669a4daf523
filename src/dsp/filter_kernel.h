#pragma once
// The inner loop of the filter bank. One source (filter_kernel.cpp), compiled once for every processor, once for
// x86-64-v3 (AVX2, FMA) and once for x86-64-v4 (AVX-512); only plain pointers cross this border.

#include <cstddef>
#include <string_view>

namespace tonus::dsp {

/// Transposed direct form II. In the structured form b0 = b2 = 1 (their gain is in the cascade's one gain).
struct KernelSection {
  double b0, b1, b2, a1, a2;
};

/// Up to kMaxFused sections over `framesN` rows of kTileLanes (or 1) values, row i at `in + i * inStride`; `in` may be
/// `out`. Input is multiplied by `gain` first. `state` holds 2 × lanes values per section. Lanes never mix, and a row's
/// arithmetic does not depend on its place.
struct FilterKernel {
  static constexpr std::size_t kTileLanes = 8;
  static constexpr std::size_t kMaxFused = 8;
  using Run = void (*)(const KernelSection* sections, std::size_t sectionsN, double gain, double* state,
                       const double* in, std::size_t inStride, double* out, std::size_t outStride, std::size_t framesN);

  const char* variant;
  std::size_t tileFused;                ///< sections of a tile that run best in one pass, at most kMaxFused
  Run structuredTile, genericTile;      ///< 8 channels side by side
  Run structuredSingle, genericSingle;  ///< one channel
};

/// The build of that name; the best this processor can run where it has none such. The same for the life of the program.
const FilterKernel& filterKernel(std::string_view variant);

}  // namespace tonus::dsp
