#include "tonus/dsp/spectrum.h"

#include <fftw3.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <mutex>
#include <numbers>

namespace tonus::dsp {

namespace {
/// FFTW's planner is the one part of it that may not run on two threads at once.
std::mutex& plannerMutex() {
  static std::mutex mutex;
  return mutex;
}
/// Of term(0) … term(n - 1), in eight interleaved parts whatever the compiler and alignment: quick, and always the same
/// bits.
template <class Term>
double sum(std::size_t n, Term term) {
  double part[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (std::size_t j = 0; j < 8; ++j) part[j] += term(i + j);
  for (; i < n; ++i) part[i % 8] += term(i);
  return ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
}

}  // namespace

struct Spectrum::Impl {
  std::size_t n;
  double rateHz;
  std::vector<double> window, psd;
  double scale = 0;  ///< to one-sided density, for bins that stand for two
  double* samples;
  fftw_complex* bins;
  fftw_plan plan;

  Impl(std::size_t samplesN, double rate) : n(samplesN), rateHz(rate), window(n), psd(n / 2 + 1) {
    const double step = 2 * std::numbers::pi / static_cast<double>(n);
    for (std::size_t i = 0; i < n; ++i) window[i] = 0.5 - 0.5 * std::cos(step * static_cast<double>(i));
    scale = 2.0 / (rateHz * sum(n, [this](std::size_t i) { return window[i] * window[i]; }));
    const std::scoped_lock lock(plannerMutex());
    samples = fftw_alloc_real(n);
    bins = fftw_alloc_complex(n / 2 + 1);
    // Not MEASURE: that picks by the clock, and the same input could give other bits on the next start.
    plan = fftw_plan_dft_r2c_1d(static_cast<int>(n), samples, bins, FFTW_ESTIMATE);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    const std::scoped_lock lock(plannerMutex());
    fftw_destroy_plan(plan);
    fftw_free(bins);
    fftw_free(samples);
  }
};

Spectrum::Spectrum(std::size_t samplesN, double rateHz) : impl_(std::make_unique<Impl>(samplesN, rateHz)) {
  assert(samplesN >= 2 && rateHz > 0);
}
Spectrum::~Spectrum() = default;
Spectrum::Spectrum(Spectrum&&) noexcept = default;
Spectrum& Spectrum::operator=(Spectrum&&) noexcept = default;

std::size_t Spectrum::samplesN() const { return impl_->n; }
double Spectrum::binHz() const { return impl_->rateHz / static_cast<double>(impl_->n); }

std::span<const double> Spectrum::compute(const double* x, std::size_t stride) {
  Impl& d = *impl_;
  const double mean = sum(d.n, [=](std::size_t i) { return x[i * stride]; }) / static_cast<double>(d.n);
  if (stride == 1) {
    for (std::size_t i = 0; i < d.n; ++i) d.samples[i] = (x[i] - mean) * d.window[i];
  } else {
    for (std::size_t i = 0; i < d.n; ++i) d.samples[i] = (x[i * stride] - mean) * d.window[i];
  }
  fftw_execute(d.plan);
  const auto bin = [&d](std::size_t k) -> const fftw_complex& { return d.bins[k]; };
  for (std::size_t k = 0; k < d.psd.size(); ++k) d.psd[k] = (bin(k)[0] * bin(k)[0] + bin(k)[1] * bin(k)[1]) * d.scale;
  d.psd.front() /= 2;
  if (d.n % 2 == 0) d.psd.back() /= 2;
  return d.psd;
}

std::vector<double> welch(std::span<const double> x, std::size_t segmentN, double rateHz) {
  Spectrum spectrum(segmentN, rateHz);
  std::vector<double> sum(segmentN / 2 + 1, 0.0);
  const std::size_t hop = segmentN - segmentN / 2;
  double segments = 0;
  for (std::size_t first = 0; first + segmentN <= x.size(); first += hop, ++segments) {
    const auto psd = spectrum.compute(x.data() + first);
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += psd[k];
  }
  if (segments > 0)
    for (double& v : sum) v /= segments;
  return sum;
}

namespace {

struct BinRange {
  std::size_t first, end;
};

BinRange binsOf(std::size_t binsN, double binHz, double lowHz, double highHz) {
  const auto firstAt = [&](double hz, auto isBefore) {
    auto k = static_cast<std::size_t>(std::clamp(hz / binHz, 0.0, static_cast<double>(binsN)));
    while (k > 0 && !isBefore(static_cast<double>(k - 1) * binHz, hz)) --k;  // the division may round either way
    while (k < binsN && isBefore(static_cast<double>(k) * binHz, hz)) ++k;
    return k;
  };
  const std::size_t first = firstAt(lowHz, std::less<>{});
  return {first, std::max(first, firstAt(highHz, std::less_equal<>{}))};
}

double total(std::span<const double> psd, BinRange r) {
  return sum(r.end - r.first, [p = psd.data() + r.first](std::size_t i) { return p[i]; });
}

/// The bin in which the cumulative sum reaches `half`, and the sum before it.
struct Crossing {
  std::size_t bin;
  double before;
};

Crossing crossingOf(std::span<const double> psd, BinRange r, double half) {
  constexpr std::size_t kStep = 16;
  double before = 0;
  std::size_t k = r.first;
  for (; k + kStep < r.end; k += kStep) {
    const double next = before + total(psd, {k, k + kStep});
    if (next >= half) break;
    before = next;
  }
  while (k + 1 < r.end && before + psd[k] < half) before += psd[k++];
  return {k, before};
}

double medianByTrapezoid(std::span<const double> p, double binHz, BinRange r) {
  double total = 0;
  for (std::size_t k = r.first + 1; k < r.end; ++k) total += (p[k - 1] + p[k]) / 2;
  double before = 0;
  for (std::size_t k = r.first + 1; k < r.end; ++k) {
    const double area = (p[k - 1] + p[k]) / 2;
    if (before + area >= total / 2) return binHz * (static_cast<double>(k - 1) + (total / 2 - before) / area);
    before += area;
  }
  return binHz * static_cast<double>(r.end - 1);
}

}  // namespace

std::optional<double> medianFrequencyHz(std::span<const double> psd, double binHz, double lowHz, double highHz,
                                        MedianRule rule) {
  const BinRange r = binsOf(psd.size(), binHz, lowHz, highHz);
  const double half = total(psd, r) / 2;
  if (!(half > 0) || !std::isfinite(half)) return std::nullopt;
  if (rule == MedianRule::kTrapezoid) return medianByTrapezoid(psd, binHz, r);
  const auto [k, before] = crossingOf(psd, r, half);
  if (rule == MedianRule::kWholeBin) return binHz * static_cast<double>(k);
  return binHz * (static_cast<double>(k) - 1 + (half - before) / psd[k]);
}

std::optional<double> meanFrequencyHz(std::span<const double> psd, double binHz, double lowHz, double highHz) {
  const BinRange r = binsOf(psd.size(), binHz, lowHz, highHz);
  const double power = total(psd, r);
  if (!(power > 0) || !std::isfinite(power)) return std::nullopt;
  const double* p = psd.data() + r.first;
  const double moment = sum(r.end - r.first, [=](std::size_t i) { return p[i] * static_cast<double>(i); });
  return binHz * (static_cast<double>(r.first) + moment / power);
}

}  // namespace tonus::dsp
