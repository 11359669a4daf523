#include "tonus/analysis/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdio>
#include <numbers>
#include <numeric>

namespace tonus::analysis {

namespace {
constexpr double kLeastHz = 2;          // some periods in each second
constexpr double kMostOfRate = 0.4;     // clear of half the rate
constexpr double kSearch = 0.05;        // of the frequency told
constexpr double kLeastCounts = 3;      // RMS: below, rounding to whole counts shows
constexpr double kSineShare = 0.9;      // of all that varies
constexpr double kSquareShare = 0.65;   // 8/π² = 0.81 where nothing else is there
constexpr double kSquareMostShare = 0.93;

using Complex = std::complex<double>;
using Counts = std::span<const std::int32_t>;

std::string text(const char* format, double a, double b = 0) {
  std::array<char, 160> out{};
  std::snprintf(out.data(), out.size(), format, a, b);
  return out.data();
}

core::Fault refused(std::string what, std::string hint) {
  return {core::FaultCode::kInvalid, std::move(what), std::move(hint)};
}

double mean(Counts counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
}

/// Mean square about the mean.
double variance(Counts counts) {
  const double m = mean(counts);
  double sum = 0;
  for (const std::int32_t c : counts) sum += (c - m) * (c - m);
  return sum / static_cast<double>(counts.size());
}

/// |Σ (count − mean)·e^{−iωn}|², ω by turning a pointer: no sine a sample.
double power(Counts counts, double centre, double radians) {
  const Complex step = std::polar(1.0, -radians);
  Complex turn = 1, sum = 0;
  for (const std::int32_t c : counts) {
    sum += (c - centre) * turn;
    turn *= step;
  }
  return std::norm(sum);
}

/// Amplitude of the sine that fits best beside a constant: normal equations in (cos, sin, 1).
double fitted(Counts counts, double radians) {
  const double centre = mean(counts);
  double cc = 0, ss = 0, cs = 0, c1 = 0, s1 = 0, cy = 0, sy = 0, y1 = 0;
  const Complex step = std::polar(1.0, radians);
  Complex turn = 1;
  for (const std::int32_t count : counts) {
    const double c = turn.real(), s = turn.imag(), y = count - centre;
    cc += c * c, ss += s * s, cs += c * s, c1 += c, s1 += s, cy += c * y, sy += s * y, y1 += y;
    turn *= step;
  }
  const auto n = static_cast<double>(counts.size());
  cc -= c1 * c1 / n, ss -= s1 * s1 / n, cs -= c1 * s1 / n, cy -= c1 * y1 / n, sy -= s1 * y1 / n;
  const double det = cc * ss - cs * cs;
  return det > 0 ? std::hypot((cy * ss - sy * cs) / det, (sy * cc - cy * cs) / det) : 0;
}
}  // namespace

double KnownSignal::fundamentalUv() const {
  const double sine = peakToPeakUv / (2 * std::numbers::sqrt2);
  return shape == Shape::kSine ? sine : 4 / std::numbers::pi * sine;
}

double peakToPeakOf(KnownSignal::Shape shape, double rmsUv) {
  return shape == KnownSignal::Shape::kSine ? 2 * std::numbers::sqrt2 * rmsUv : 2 * rmsUv;
}

CalibrationRun::CalibrationRun(const core::ChannelFormat& channel, double sampleRateHz, const KnownSignal& signal)
    : channel_(channel),
      rateHz_(sampleRateHz),
      signal_(signal),
      wantedN_(static_cast<std::size_t>(std::llround(kSeconds * sampleRateHz))) {
  counts_.reserve(wantedN_);
}

core::Status CalibrationRun::possible() const {
  if (!(signal_.peakToPeakUv > 0)) return refused("The known signal has no size.", "Say how many µV it has.");
  const double most = kMostOfRate * rateHz_;
  if (signal_.hz >= kLeastHz && signal_.hz <= most) return {};
  return refused(text("A wave of %.0f Hz cannot be measured at this sample rate.", signal_.hz),
                 text("Choose one between %.0f and %.0f Hz, inside the amplifier's band.", kLeastHz, most));
}

void CalibrationRun::add(Counts counts, std::size_t channelsN, std::size_t channel) {
  for (std::size_t i = channel; i < counts.size() && counts_.size() < wantedN_; i += channelsN) counts_.push_back(counts[i]);
}

double CalibrationRun::progress() const {
  return wantedN_ == 0 ? 0 : static_cast<double>(counts_.size()) / static_cast<double>(wantedN_);
}

/// In steps of half of what 10 s can tell apart.
double CalibrationRun::frequency() const {
  const double centre = mean(counts_), step = 0.5 / kSeconds;
  const int stepsN = std::max(2, static_cast<int>(std::ceil(kSearch * signal_.hz / step)));
  double best = signal_.hz, most = -1;
  const auto consider = [&](double hz) {
    const double p = power(counts_, centre, 2 * std::numbers::pi * hz / rateHz_);
    if (p > most) most = p, best = hz;
  };
  for (int i = -stepsN; i <= stepsN; ++i) consider(signal_.hz + i * step);
  for (double fine = step / 2; fine > step / 40; fine /= 2) {
    const double about = best;
    consider(about - fine);
    consider(about + fine);
  }
  return best;
}

core::Result<Calibration> CalibrationRun::result() const {
  if (!complete()) return refused("The known signal was not measured to the end.", "Measure again.");
  const auto [low, high] = std::minmax_element(counts_.begin(), counts_.end());
  if (*low <= channel_.minCount || *high >= channel_.maxCount)
    return refused("The known signal is too large for this amplifier: it reaches the end of its range.", "Make it smaller.");
  Calibration out;
  out.hz = frequency();
  const double radians = 2 * std::numbers::pi * out.hz / rateHz_;
  const auto perSecond = wantedN_ / kSeconds;
  std::array<double, kSeconds> rms{};
  double explained = 0, all = 0;
  for (std::size_t s = 0; s < kSeconds; ++s) {
    const Counts second(counts_.data() + s * perSecond, perSecond);
    rms[s] = fitted(second, radians) / std::numbers::sqrt2;
    explained += rms[s] * rms[s];
    all += variance(second);
  }
  const double share = all > 0 ? explained / all : 0;
  const bool sine = signal_.shape == KnownSignal::Shape::kSine;
  if (share < (sine ? kSineShare : kSquareShare))
    return refused(text("The known signal is not there: only %.0f %% of what comes is a wave of about %.0f Hz.", 100 * share, signal_.hz),
                   "Check its cable, shape and frequency, keep mains cables away, and measure again.");
  if (!sine && 3 * signal_.hz < kMostOfRate * rateHz_ && share > kSquareMostShare)
    return refused("What comes is a sine, not a square wave.", "Choose the shape that the generator is set to.");
  out.countsRms = std::accumulate(rms.begin(), rms.end(), 0.0) / kSeconds;
  if (out.countsRms < kLeastCounts)
    return refused(text("The known signal is too small: %.1f counts.", out.countsRms), "Make it larger.");
  const auto [least, greatest] = std::minmax_element(rms.begin(), rms.end());
  out.spread = (*greatest - *least) / out.countsRms;
  if (out.spread > kMostSpread)
    return refused(text("The known signal is not steady: its seconds differ by %.1f %%, more than %.0f %%.", 100 * out.spread,
                        100 * kMostSpread),
                   "Fasten its contacts, wait until it stands still, and measure again.");
  out.uvPerCount = signal_.fundamentalUv() / out.countsRms;
  return out;
}

}  // namespace tonus::analysis
