#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>

#include "chain_design.h"
#include "tonus/dsp/biquad.h"

namespace tonus::dsp {

namespace {

using Complex = std::complex<double>;

constexpr double kTwoFs = 4.0;  // bilinear transform at fs = 2

/// Two poles that share a section: a complex pair (given by the upper one) or two real ones.
struct PolePair {
  Complex first, second;

  double radius() const { return std::max(std::abs(first), std::abs(second)); }
};

Biquad section(const PolePair& p, double b1, double b2) {
  return {1.0, b1, b2, -(p.first + p.second).real(), (p.first * p.second).real()};
}

/// Poles of the analogue band-pass (Butterworth prototype, low-pass to band-pass), edges prewarped for the bilinear
/// transform s = 4 (z - 1) / (z + 1), as SciPy does it. Upper half-plane first of each pair.
struct AnaloguePoles {
  std::vector<Complex> low, high;  ///< upper half-plane, below and above the centre
  std::vector<Complex> middle;     ///< of the real prototype pole: two, conjugate or both real (odd orders)
};

AnaloguePoles bandPassPoles(int order, double bandwidth, double centre) {
  AnaloguePoles out;
  for (int m = 1 - order; m <= 0; m += 2) {  // the upper half of the prototype; the rest are conjugates
    const Complex p = -std::polar(1.0, std::numbers::pi * m / (2.0 * order)) * (bandwidth / 2);
    const Complex root = std::sqrt(p * p - centre * centre);
    if (m == 0) {
      out.middle = {p + root, p - root};
      continue;
    }
    for (const Complex s : {p + root, p - root}) {
      const Complex upper{s.real(), std::abs(s.imag())};
      (std::abs(s) < centre ? out.low : out.high).push_back(upper);
    }
  }
  return out;
}

}  // namespace

std::vector<Biquad> butterworthBandPass(int order, double lowHz, double highHz, double rateHz) {
  assert(order >= 1 && 0 < lowHz && lowHz < highHz && highHz < rateHz / 2);
  const double low = kTwoFs * std::tan(std::numbers::pi * lowHz / rateHz);
  const double high = kTwoFs * std::tan(std::numbers::pi * highHz / rateHz);
  const AnaloguePoles poles = bandPassPoles(order, high - low, std::sqrt(low * high));

  double gain = std::pow((high - low) * kTwoFs, order);
  const auto toDigital = [&gain](Complex a, Complex b) {
    gain /= ((kTwoFs - a) * (kTwoFs - b)).real();
    return PolePair{(kTwoFs + a) / (kTwoFs - a), (kTwoFs + b) / (kTwoFs - b)};
  };
  std::vector<PolePair> highPass, lowPass;
  for (const Complex s : poles.low) highPass.push_back(toDigital(s, std::conj(s)));
  for (const Complex s : poles.high) lowPass.push_back(toDigital(s, std::conj(s)));
  const auto byRadius = [](const PolePair& a, const PolePair& b) { return a.radius() < b.radius(); };
  std::sort(highPass.begin(), highPass.end(), byRadius);
  std::sort(lowPass.begin(), lowPass.end(), byRadius);

  // Both zeros at DC go with the low poles, and these sections first: an electrode's offset is gone after one section
  // and no section amplifies what a later one must take away.
  std::vector<Biquad> out;
  for (const PolePair& p : highPass) out.push_back(section(p, -2.0, 1.0));
  if (!poles.middle.empty()) out.push_back(section(toDigital(poles.middle[0], poles.middle[1]), 0.0, -1.0));
  for (const PolePair& p : lowPass) out.push_back(section(p, 2.0, 1.0));
  out.front().b0 *= gain;
  out.front().b1 *= gain;
  out.front().b2 *= gain;
  return out;
}

Biquad notch(double f0Hz, double q, double rateHz) {
  assert(0 < f0Hz && f0Hz < rateHz / 2 && q > 0);
  const double w0 = 2.0 * std::numbers::pi * f0Hz / rateHz;
  const double gain = 1.0 / (1.0 + std::tan(w0 / q / 2.0));
  const double b1 = -2.0 * std::cos(w0) * gain;
  return {gain, b1, gain, b1, 2.0 * gain - 1.0};
}

double upperEdgeHz(const ChainSettings& s, double rateHz) {
  return s.bandHighHz < rateHz / 2 ? s.bandHighHz : 0.45 * rateHz;
}

bool hasBandPass(const ChainSettings& s, double rateHz) {
  return s.bandPass && s.bandLowHz > 0 && s.bandLowHz < upperEdgeHz(s, rateHz);
}

int notchesN(const ChainSettings& s, double rateHz) {
  if (s.mainsHz <= 0) return 0;
  int n = 0;
  while (n < s.notchHarmonics) {
    const double f = s.mainsHz * (n + 1);
    if (f >= 0.49 * rateHz || (s.bandPass && f > upperEdgeHz(s, rateHz))) break;
    ++n;
  }
  return n;
}

std::int64_t rmsFrames(const ChainSettings& s, double rateHz) {
  return std::max<std::int64_t>(1, std::llround(s.rmsWindowMs * rateHz / 1000));
}

std::vector<Biquad> designChain(const ChainSettings& s, double rateHz) {
  std::vector<Biquad> out;
  if (hasBandPass(s, rateHz)) out = butterworthBandPass(s.bandOrder, s.bandLowHz, upperEdgeHz(s, rateHz), rateHz);
  for (int k = 1; k <= notchesN(s, rateHz); ++k) out.push_back(notch(k * s.mainsHz, s.notchQ, rateHz));
  return out;
}

}  // namespace tonus::dsp
