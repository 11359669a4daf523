#include "simulator/emg_noise.h"

#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace tonus::drivers {

namespace {

/// Autocovariance of white noise through H(s) = s / ((s + a)(s + b)^2), by partial fractions of H(s) H(-s) in s^2.
double autocovariance(double a, double b, double tauS) {
  const double gap = b * b - a * a;
  const double single = -a * a / (gap * gap);
  const double twofold = b * b / gap;
  return single * std::exp(-a * tauS) / (2 * a) - single * std::exp(-b * tauS) / (2 * b) +
         twofold * std::exp(-b * tauS) * (1 + b * tauS) / (4 * b * b * b);
}

/// The zero inside (or on) the unit circle that goes with w = z + 1/z.
std::complex<double> innerZero(std::complex<double> w) {
  const std::complex<double> root = std::sqrt(w * w / 4.0 - 1.0);
  const std::complex<double> z = w / 2.0 + root;
  return std::abs(z) <= 1 ? z : w / 2.0 - root;
}

}  // namespace

double emgDensity(double fHz, EmgCorners corners) {
  const double f2 = fHz * fHz;
  const double l2 = corners.lowHz * corners.lowHz;
  const double h2 = corners.highHz * corners.highHz;
  return h2 * h2 * f2 / ((f2 + l2) * (f2 + h2) * (f2 + h2));
}

EmgNoise::EmgNoise(double sampleRateHz, EmgCorners corners) : sampleRateHz_(sampleRateHz) { setCorners(corners); }

void EmgNoise::setCorners(EmgCorners corners) {
  const double a = 2 * std::numbers::pi * corners.lowHz;
  const double b = 2 * std::numbers::pi * corners.highHz;
  const double periodS = 1 / sampleRateHz_;
  const double p = std::exp(-a * periodS);
  const double q = std::exp(-b * periodS);
  const std::array<double, 4> ar{1, -(p + 2 * q), q * q + 2 * p * q, -p * q * q};

  // What the autoregressive part leaves is a moving average of order 2; its autocovariance gives its zeros.
  std::array<double, 3> left{};
  for (int lag = 0; lag < 3; ++lag) {
    for (int i = 0; i < 4; ++i) {
      for (int j = 0; j < 4; ++j) {
        left[static_cast<std::size_t>(lag)] += ar[static_cast<std::size_t>(i)] * ar[static_cast<std::size_t>(j)] *
                                               autocovariance(a, b, std::abs(lag + i - j) * periodS);
      }
    }
  }
  const std::complex<double> discriminant =
      std::sqrt(std::complex<double>(left[1] * left[1] - 4 * left[2] * (left[0] - 2 * left[2])));
  const std::complex<double> z1 = innerZero((-left[1] + discriminant) / (2 * left[2]));
  const std::complex<double> z2 = innerZero((-left[1] - discriminant) / (2 * left[2]));
  ma1_ = -(z1 + z2).real();
  ma2_ = (z1 * z2).real();
  gain_ = std::sqrt(left[2] / ma2_ / autocovariance(a, b, 0));
  ar1_ = ar[1];
  ar2_ = ar[2];
  ar3_ = ar[3];
}

}  // namespace tonus::drivers
