#pragma once
// Power spectra of real stretches, and the frequencies that sum one up.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tonus::dsp {

/// One-sided power density of n samples: mean removed, periodic Hann, equal to scipy.signal.periodogram(x, fs,
/// window='hann', detrend='constant', scaling='density'). Plan, window and buffers are made once. Not thread-safe;
/// construction and destruction may happen on any thread.
class Spectrum {
 public:
  Spectrum(std::size_t samplesN, double rateHz);
  ~Spectrum();
  Spectrum(Spectrum&&) noexcept;
  Spectrum& operator=(Spectrum&&) noexcept;

  std::size_t samplesN() const;
  double binHz() const;
  /// unit²/Hz at 0, binHz, … (n / 2 + 1 values), valid until the next call. `x` holds every `stride`-th value.
  std::span<const double> compute(const double* x, std::size_t stride = 1);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// scipy.signal.welch with 50 % overlap (noverlap = segmentN / 2), Hann, mean removed, density.
std::vector<double> welch(std::span<const double> x, std::size_t segmentN, double rateHz);

/// How a median frequency is read from bins.
enum class MedianRule {
  kWithinBin,  ///< cumulative sum, linear inside a bin, bin k spanning f[k-1] … f[k]: what Tonus shows
  kTrapezoid,  ///< cumulative trapezoid, linear between bins
  kWholeBin,   ///< first bin at which the cumulative sum reaches half
};

/// Over bins with lowHz <= f <= highHz; nothing if there is no power there or it is not finite.
std::optional<double> medianFrequencyHz(std::span<const double> psd, double binHz, double lowHz, double highHz,
                                        MedianRule rule = MedianRule::kWithinBin);
std::optional<double> meanFrequencyHz(std::span<const double> psd, double binHz, double lowHz, double highHz);

}  // namespace tonus::dsp
