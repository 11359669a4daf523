#include "quality/band_levels.h"

#include <algorithm>
#include <cmath>

namespace tonus::dsp {

namespace {
constexpr double kMovementLowHz = 3.0;  // below, an electrode's drift: no band-pass lets it through
constexpr double kMovementHighHz = 18.0;
constexpr double kMuscleLowHz = 20.0;
constexpr double kMuscleHighHz = 450.0;
constexpr double kLowMuscleHz = 60.0;  // a knocked cable is slower than most of a contraction
constexpr int kHarmonics = 5;
// Bins are 2 Hz wide. A line under a Hann window fills three, one that is up to 1 Hz off its nominal place five.
constexpr std::ptrdiff_t kLineHalfBins = 2;
constexpr std::ptrdiff_t kBesideBins = 3;  // each side: what the muscle has there is not hum
}  // namespace

BandLevels::BandLevels(std::size_t windowN, double rateHz, double bandLowHz)
    : spectrum_(windowN, rateHz),
      lowHz_(std::min(kMuscleLowHz, bandLowHz)),
      highHz_(std::min(kMuscleHighHz, 0.45 * rateHz)) {}

double BandLevels::power(std::span<const double> psd, double lowHz, double highHz) const {
  double sum = 0;
  for (std::size_t k = 0; k < psd.size(); ++k) {
    const double hz = static_cast<double>(k) * spectrum_.binHz();
    if (hz >= lowHz && hz <= highHz) sum += psd[k];
  }
  return sum * spectrum_.binHz();
}

double BandLevels::linePower(std::span<const double> psd, double hz) const {
  const auto centre = static_cast<std::ptrdiff_t>(std::lround(hz / spectrum_.binHz()));
  double line = 0, beside = 0;
  int lineN = 0, besideN = 0;
  for (std::ptrdiff_t d = -kLineHalfBins - kBesideBins; d <= kLineHalfBins + kBesideBins; ++d) {
    const std::ptrdiff_t k = centre + d;
    if (k < 0 || k >= static_cast<std::ptrdiff_t>(psd.size())) continue;
    const double p = psd[static_cast<std::size_t>(k)];
    if (std::abs(d) <= kLineHalfBins)
      line += p, ++lineN;
    else
      beside += p, ++besideN;
  }
  if (besideN > 0) line -= beside * lineN / besideN;
  return std::max(0.0, line) * spectrum_.binHz();
}

double BandLevels::mainsPower(std::span<const double> psd, double fundamentalHz) const {
  double sum = 0;
  for (int h = 1; h <= kHarmonics && h * fundamentalHz <= highHz_; ++h) sum += linePower(psd, h * fundamentalHz);
  return sum;
}

Levels BandLevels::measure(const double* window) {
  const auto psd = spectrum_.compute(window);
  const double band = power(psd, lowHz_, highHz_);
  const double mains = std::min(band, std::max(mainsPower(psd, 50), mainsPower(psd, 60)));
  Levels levels;
  levels.movement = std::sqrt(power(psd, kMovementLowHz, std::min(kMovementHighHz, lowHz_ - 1e-9)));
  levels.muscle = std::sqrt(band - mains);
  const double low = power(psd, lowHz_, std::nextafter(kLowMuscleHz, 0));
  levels.lowMuscle = std::sqrt(low);
  levels.highMuscle = std::sqrt(std::max(0.0, band - low));
  levels.mains = std::sqrt(mains);
  return levels;
}

}  // namespace tonus::dsp
