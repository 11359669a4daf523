// Compiled once for each variant, see CMakeLists.txt: TONUS_KERNEL is the name this build of it gets. Multiply-adds are
// written out and compiled with -ffp-contract=off, so that no loop remainder can round differently from the loop.
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
#if defined(__AVX512F__)
  static constexpr std::size_t kWidth = 8;
#elif defined(__AVX__)
  static constexpr std::size_t kWidth = 4;
#else
  static constexpr std::size_t kWidth = 2;
#endif
  static constexpr std::size_t kLanes = FilterKernel::kTileLanes;
  static constexpr std::size_t kParts = kLanes / kWidth;
  typedef double Part __attribute__((vector_size(kWidth * sizeof(double))));
  typedef double LoosePart __attribute__((vector_size(kWidth * sizeof(double)), aligned(sizeof(double)), may_alias));

  Part v[kParts];

  // Without loops, here and in Cascade: only then do compilers keep every state in a register.
  template <class F, std::size_t... I>
  static Tile each(F f, std::index_sequence<I...>) {
    return {{f(I)...}};
  }
  template <class F>
  static Tile each(F f) {
    return each(f, std::make_index_sequence<kParts>{});
  }
  static Part same(double x) {
#if defined(__AVX512F__)
    return (Part)_mm512_set1_pd(x);
#elif defined(__AVX__)
    return (Part)_mm256_set1_pd(x);
#else
    return Part{x, x};
#endif
  }
  static Tile all(double x) {
    return each([x](std::size_t) { return same(x); });
  }
  static Tile load(const double* p) {
    return each([p](std::size_t i) -> Part { return *reinterpret_cast<const LoosePart*>(p + i * kWidth); });
  }
  void store(double* p) const {
    each([&](std::size_t i) -> Part { return *reinterpret_cast<LoosePart*>(p + i * kWidth) = v[i]; });
  }
  friend Tile operator+(const Tile& a, const Tile& b) {
    return each([&](std::size_t i) -> Part { return a.v[i] + b.v[i]; });
  }
  friend Tile operator*(const Tile& a, const Tile& b) {
    return each([&](std::size_t i) -> Part { return a.v[i] * b.v[i]; });
  }
  static Tile mulAdd(const Tile& a, const Tile& b, const Tile& c) {
#if defined(__AVX512F__)
    return each([&](std::size_t i) -> Part {
      return (Part)_mm512_fmadd_pd((__m512d)a.v[i], (__m512d)b.v[i], (__m512d)c.v[i]);
    });
#elif defined(__FMA__)
    return each([&](std::size_t i) -> Part {
      return (Part)_mm256_fmadd_pd((__m256d)a.v[i], (__m256d)b.v[i], (__m256d)c.v[i]);
    });
#else
    return each([&](std::size_t i) -> Part { return a.v[i] * b.v[i] + c.v[i]; });
#endif
  }
};

/// Sections one after another; `c.a1` and `c.a2` come negated.
template <class Lanes, bool kStructured, std::size_t N>
struct Cascade {
  Lanes s1, s2;
  Cascade<Lanes, kStructured, N - 1> rest;

  void load(const double* state) {
    s1 = Lanes::load(state);
    s2 = Lanes::load(state + Lanes::kLanes);
    rest.load(state + 2 * Lanes::kLanes);
  }
  void store(double* state) const {
    s1.store(state);
    s2.store(state + Lanes::kLanes);
    rest.store(state + 2 * Lanes::kLanes);
  }
  /// y = b0 x + s1; s1 = b1 x - a1 y + s2; s2 = b2 x - a2 y.
  Lanes step(const KernelSection* c, const Lanes& x) {
    Lanes y;
    if constexpr (kStructured) {
      y = x + s1;
      s1 = Lanes::mulAdd(Lanes::all(c->a1), y, Lanes::mulAdd(Lanes::all(c->b1), x, s2));
      s2 = Lanes::mulAdd(Lanes::all(c->a2), y, x);
    } else {
      y = Lanes::mulAdd(Lanes::all(c->b0), x, s1);
      s1 = Lanes::mulAdd(Lanes::all(c->a1), y, Lanes::mulAdd(Lanes::all(c->b1), x, s2));
      s2 = Lanes::mulAdd(Lanes::all(c->a2), y, Lanes::all(c->b2) * x);
    }
    return rest.step(c + 1, y);
  }
};

template <class Lanes, bool kStructured>
struct Cascade<Lanes, kStructured, 0> {
  void load(const double*) {}
  void store(double*) const {}
  Lanes step(const KernelSection*, const Lanes& x) { return x; }
};

template <class Lanes, bool kStructured, std::size_t N>
void runFused(const KernelSection* given, double gain, double* state, const double* in, std::size_t inStride,
              double* out, std::size_t outStride, std::size_t framesN) {
  KernelSection c[N];
  for (std::size_t k = 0; k < N; ++k) c[k] = {given[k].b0, given[k].b1, given[k].b2, -given[k].a1, -given[k].a2};
  Cascade<Lanes, kStructured, N> sections;
  sections.load(state);
  const Lanes g = Lanes::all(gain);
  for (std::size_t n = 0; n < framesN; ++n)
    sections.step(c, g * Lanes::load(in + n * inStride)).store(out + n * outStride);
  sections.store(state);
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

// Measured: as many as keep their states in registers (32 of eight lanes, 16 of four); with two lanes none do.
#if defined(__AVX512F__)
constexpr std::size_t kTileFused = 8;
#elif defined(__AVX__)
constexpr std::size_t kTileFused = 3;
#else
constexpr std::size_t kTileFused = 4;
#endif

const FilterKernel TONUS_KERNEL{TONUS_KERNEL_VARIANT, kTileFused, run<Tile, true>, run<Tile, false>, run<Single, true>,
                                run<Single, false>};

}  // namespace tonus::dsp
