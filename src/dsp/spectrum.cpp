#include "tonus/dsp/spectrum.h"

#include <fftw3.h>

#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <mutex>
#include <numbers>

namespace tonus::dsp {

namespace {
/// FFTW's planner is the one part of it that may not run on two threads at once.
std::mutex& plannerMutex() {
  static std::mutex mutex;
  return mutex;
}
}  // namespace

struct Spectrum::Impl {
  std::size_t n;
  double rateHz;
  Eigen::ArrayXd window;
  Eigen::ArrayXd psd;
  double scale = 0;  ///< to one-sided density, for bins that stand for two
  double* samples;
  fftw_complex* bins;
  fftw_plan plan;

  Impl(std::size_t samplesN, double rate) : n(samplesN), rateHz(rate), psd(static_cast<Eigen::Index>(n / 2 + 1)) {
    const auto size = static_cast<Eigen::Index>(n);
    const double step = 2 * std::numbers::pi / static_cast<double>(n);
    window = 0.5 - 0.5 * (Eigen::ArrayXd::LinSpaced(size, 0, static_cast<double>(n - 1)) * step).cos();
    scale = 2.0 / (rateHz * window.square().sum());
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
  const auto size = static_cast<Eigen::Index>(d.n);
  // A strided map is summed in order, whatever its alignment: the same window gives the same bits.
  const Eigen::Map<const Eigen::ArrayXd, 0, Eigen::InnerStride<>> signal(x, size,
                                                                         Eigen::InnerStride<>(static_cast<Eigen::Index>(stride)));
  Eigen::Map<Eigen::ArrayXd>(d.samples, size) = (signal - signal.mean()) * d.window;
  fftw_execute(d.plan);
  const Eigen::Map<const Eigen::ArrayXXd> bins(reinterpret_cast<const double*>(d.bins), 2, d.psd.size());
  d.psd = (bins.row(0).square() + bins.row(1).square()).transpose() * d.scale;
  d.psd(0) /= 2;
  if (d.n % 2 == 0) d.psd(d.psd.size() - 1) /= 2;
  return {d.psd.data(), static_cast<std::size_t>(d.psd.size())};
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
  std::size_t first = 0, end = 0;
  while (first < binsN && static_cast<double>(first) * binHz < lowHz) ++first;
  end = first;
  while (end < binsN && static_cast<double>(end) * binHz <= highHz) ++end;
  return {first, end};
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
  double total = 0;
  for (std::size_t k = r.first; k < r.end; ++k) total += psd[k];
  if (!(total > 0) || !std::isfinite(total)) return std::nullopt;
  if (rule == MedianRule::kTrapezoid) return medianByTrapezoid(psd, binHz, r);
  double before = 0;
  std::size_t k = r.first;
  while (k + 1 < r.end && before + psd[k] < total / 2) before += psd[k++];
  if (rule == MedianRule::kWholeBin) return binHz * static_cast<double>(k);
  return binHz * (static_cast<double>(k) - 1 + (total / 2 - before) / psd[k]);
}

std::optional<double> meanFrequencyHz(std::span<const double> psd, double binHz, double lowHz, double highHz) {
  const BinRange r = binsOf(psd.size(), binHz, lowHz, highHz);
  double total = 0, moment = 0;
  for (std::size_t k = r.first; k < r.end; ++k) {
    total += psd[k];
    moment += psd[k] * static_cast<double>(k) * binHz;
  }
  if (!(total > 0) || !std::isfinite(total)) return std::nullopt;
  return moment / total;
}

}  // namespace tonus::dsp
