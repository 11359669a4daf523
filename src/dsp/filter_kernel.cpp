// Compiled twice, see CMakeLists.txt: TONUS_KERNEL is the name this build of it gets. Multiply-adds are written out and
// compiled with -ffp-contract=off, so that no loop remainder can round differently from the loop.
#include "filter_kernel.h"

#if defined(__FMA__)
#include <immintrin.h>
#endif

#include <array>
#include <cassert>
#include <utility>

namespace tonus::dsp {

extern const FilterKernel TONUS_KERNEL;

namespace {

struct Single {
  static constexpr std::size_t kLanes = 1;
  double v;

  static Single all(double x) { return {x}; }
  static Single load(const double* p) { return {*p}; }
  void store(double* p) const { *p = v; }
  friend Single operator+(Single a, Single b) { return {a.v + b.v}; }
  friend Single operator*(Single a, Single b) { return {a.v * b.v}; }
#if defined(__FMA__)
  static Single mulAdd(Single a, Single b, Single c) { return {__builtin_fma(a.v, b.v, c.v)}; }
#else
  static Single mulAdd(Single a, Single b, Single c) { return {a.v * b.v + c.v}; }
#endif
};

struct Tile {
#if defined(__AVX__)
  static constexpr std::size_t kWidth = 4;
#else
  static constexpr std::size_t kWidth = 2;
#endif
  static constexpr std::size_t kLanes = FilterKernel::kTileLanes;
  static constexpr std::size_t kParts = kLanes / kWidth;
  typedef double Part __attribute__((vector_size(kWidth * sizeof(double))));
  typedef double LoosePart __attribute__((vector_size(kWidth * sizeof(double)), aligned(sizeof(double)), may_alias));

  Part v[kParts];

  template <class F>
  static Tile each(F f) {
    Tile t;
    for (std::size_t i = 0; i < kParts; ++i) t.v[i] = f(i);
    return t;
  }
  static Tile all(double x) {
    return each([x](std::size_t) { return Part{} + x; });
  }
  static Tile load(const double* p) {
    return each([p](std::size_t i) -> Part { return *reinterpret_cast<const LoosePart*>(p + i * kWidth); });
  }
  void store(double* p) const {
    for (std::size_t i = 0; i < kParts; ++i) *reinterpret_cast<LoosePart*>(p + i * kWidth) = v[i];
  }
  friend Tile operator+(const Tile& a, const Tile& b) {
    return each([&](std::size_t i) -> Part { return a.v[i] + b.v[i]; });
  }
  friend Tile operator*(const Tile& a, const Tile& b) {
    return each([&](std::size_t i) -> Part { return a.v[i] * b.v[i]; });
  }
  static Tile mulAdd(const Tile& a, const Tile& b, const Tile& c) {
#if defined(__FMA__)
    return each([&](std::size_t i) -> Part {
      return (Part)_mm256_fmadd_pd((__m256d)a.v[i], (__m256d)b.v[i], (__m256d)c.v[i]);
    });
#else
    return each([&](std::size_t i) -> Part { return a.v[i] * b.v[i] + c.v[i]; });
#endif
  }
};

template <class Lanes, bool kStructured>
struct Section {
  Lanes s1, s2;

  /// y = b0 x + s1; s1 = b1 x - a1 y + s2; s2 = b2 x - a2 y. `c.a1` and `c.a2` come negated.
  Lanes step(const KernelSection& c, const Lanes& x) {
    if constexpr (kStructured) {
      const Lanes y = x + s1;
      s1 = Lanes::mulAdd(Lanes::all(c.a1), y, Lanes::mulAdd(Lanes::all(c.b1), x, s2));
      s2 = Lanes::mulAdd(Lanes::all(c.a2), y, x);
      return y;
    } else {
      const Lanes y = Lanes::mulAdd(Lanes::all(c.b0), x, s1);
      s1 = Lanes::mulAdd(Lanes::all(c.a1), y, Lanes::mulAdd(Lanes::all(c.b1), x, s2));
      s2 = Lanes::mulAdd(Lanes::all(c.a2), y, Lanes::all(c.b2) * x);
      return y;
    }
  }
};

template <class Lanes, bool kStructured, std::size_t N>
void runFused(const KernelSection* given, double gain, double* state, const double* in, std::size_t inStride,
              double* out, std::size_t outStride, std::size_t framesN) {
  KernelSection c[N];
  Section<Lanes, kStructured> s[N];
  for (std::size_t k = 0; k < N; ++k) {
    c[k] = given[k];
    c[k].a1 = -c[k].a1;
    c[k].a2 = -c[k].a2;
    s[k] = {Lanes::load(state + 2 * k * Lanes::kLanes), Lanes::load(state + (2 * k + 1) * Lanes::kLanes)};
  }
  const Lanes g = Lanes::all(gain);
  for (std::size_t n = 0; n < framesN; ++n) {
    Lanes x = g * Lanes::load(in + n * inStride);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < N; ++k) x = s[k].step(c[k], x);
    x.store(out + n * outStride);
  }
  for (std::size_t k = 0; k < N; ++k) {
    s[k].s1.store(state + 2 * k * Lanes::kLanes);
    s[k].s2.store(state + (2 * k + 1) * Lanes::kLanes);
  }
}

using RunFused = void (*)(const KernelSection*, double, double*, const double*, std::size_t, double*, std::size_t,
                          std::size_t);

template <class Lanes, bool kStructured, std::size_t... I>
constexpr std::array<RunFused, sizeof...(I)> fusedByLength(std::index_sequence<I...>) {
  return {runFused<Lanes, kStructured, I + 1>...};
}

template <class Lanes, bool kStructured>
void run(const KernelSection* sections, std::size_t sectionsN, double gain, double* state, const double* in,
         std::size_t inStride, double* out, std::size_t outStride, std::size_t framesN) {
  assert(sectionsN >= 1 && sectionsN <= FilterKernel::kMaxFused);
  static constexpr auto kByLength =
      fusedByLength<Lanes, kStructured>(std::make_index_sequence<FilterKernel::kMaxFused>{});
  kByLength[sectionsN - 1](sections, gain, state, in, inStride, out, outStride, framesN);
}

}  // namespace

const FilterKernel TONUS_KERNEL{TONUS_KERNEL_VARIANT, run<Tile, true>, run<Tile, false>, run<Single, true>,
                                run<Single, false>};

}  // namespace tonus::dsp
