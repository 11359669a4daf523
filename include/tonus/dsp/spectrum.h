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

/// The same average of a growing stretch, kept up to date: a segment's spectrum is computed once, when the segment is
/// full, and kept. A push that ends no segment costs a copy. Segments begin at multiples of the hop since the start or
/// the last clear(). One channel; no allocation after construction. Not thread-safe.
class RunningWelch {
 public:
  /// Over the newest `segmentsN` segments of `segmentN` samples, one every `hopN` <= segmentN samples: for the last 4 s
  /// at 2 kHz, (1024, 512, 14, 2000).
  RunningWelch(std::size_t segmentN, std::size_t hopN, std::size_t segmentsN, double rateHz);

  /// After a gap: forgets everything.
  void clear();
  /// `x` holds every `stride`-th value of n. Returns how many segments ended in it.
  std::size_t push(const double* x, std::size_t n, std::size_t stride = 1);

  double binHz() const;
  /// Segments in the average: 0 until the first is full, then up to segmentsN.
  std::size_t segmentsN() const;
  /// unit²/Hz, segmentN / 2 + 1 values, all 0 without a segment. Equal to welch() of the same samples (within rounding:
  /// sums are taken in another order), and the same bits for any split. Valid until the next push().
  std::span<const double> psd() const { return average_; }

 private:
  void finishSegment();

  Spectrum spectrum_;
  std::size_t segmentN_, hopN_, capacity_;
  std::vector<double> samples_;  ///< of the segment that is filling, oldest first
  std::size_t filled_ = 0;
  std::size_t have_ = 0;         ///< segments in the average
  std::size_t place_ = 0;        ///< of the next segment in its stretch of `capacity_`
  std::vector<double> kept_;     ///< capacity × bins: spectra of this stretch
  std::vector<double> tails_;    ///< (capacity + 1) × bins: sums from a place to the end of the last stretch
  std::vector<double> head_;     ///< bins: sum of this stretch so far
  std::vector<double> average_;
};

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
