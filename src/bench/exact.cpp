// Speed without exactness is worth nothing: every run of the benchmark checks what it times.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "cases.h"
#include "signals.h"
#include "tonus/dsp/filter_bank.h"
#include "tonus/dsp/flush_to_zero.h"
#include "tonus/dsp/spectrum.h"

namespace tonus::bench {

namespace {

std::vector<double> channelOf(const std::vector<double>& x, std::size_t channel, std::size_t channelsN) {
  std::vector<double> out;
  for (std::size_t i = channel; i < x.size(); i += channelsN) out.push_back(x[i]);
  return out;
}

double peakOf(const std::vector<double>& x) {
  double peak = 0;
  for (const double v : x) peak = std::max(peak, std::abs(v));
  return peak;
}

/// Every build that runs here, in blocks of `framesN`.
double filterError(std::size_t framesN) {
  const auto sections = sevenBiquads();
  const auto x = noise(kChannelsN * 4000, 50, 4);
  double worst = 0;
  for (const std::string_view variant : dsp::filterVariants()) {
    dsp::FilterBank bank(sections, kChannelsN, variant);
    std::vector<double> y = x;
    const std::size_t n = framesN * kChannelsN;
    for (std::size_t at = 0; at < y.size(); at += n) {
      const auto part = std::span(y).subspan(at, std::min(n, y.size() - at));
      bank.process(part, part);
    }
    for (const std::size_t c : {std::size_t{0}, kChannelsN - 1}) {
      const auto expected = filterByDefinition(sections, channelOf(x, c, kChannelsN)), got = channelOf(y, c, kChannelsN);
      for (std::size_t i = 0; i < got.size(); ++i) worst = std::max(worst, std::abs(got[i] - expected[i]) / peakOf(expected));
    }
  }
  return worst;
}

/// 1 where some way to cut the input changes a bit.
double splitDifference() {
  const auto x = noise(kChannelsN * 4096, 50, 5);
  const auto filtered = [&x](std::size_t framesN) {
    dsp::FilterBank bank(sevenBiquads(), kChannelsN);
    std::vector<double> y(x.size());
    const std::size_t n = framesN * kChannelsN;
    for (std::size_t at = 0; at < x.size(); at += n) {
      const std::size_t len = std::min(n, x.size() - at);
      bank.process(std::span(x).subspan(at, len), std::span(y).subspan(at, len));
    }
    return y;
  };
  const auto whole = filtered(4096);
  for (const std::size_t framesN : {1U, 7U, 20U, 33U, 200U})
    if (filtered(framesN) != whole) return 1;
  return 0;
}

/// RMS in nV once the step from 0 to 300 mV has gone.
double offsetErrorNv() {
  constexpr double kFastHz = 4000;
  const auto sections = sevenBiquads(kFastHz);
  auto x = noise(static_cast<std::size_t>(14 * kFastHz), 8, 6);
  for (double& v : x) v += 300e3;
  std::vector<double> y(x.size());
  dsp::FilterBank(sections, 1).process(x, y);
  const auto expected = filterByDefinition(sections, x);
  double sum = 0;
  const auto from = static_cast<std::size_t>(10 * kFastHz);
  for (std::size_t i = from; i < y.size(); ++i) sum += (y[i] - expected[i]) * (y[i] - expected[i]);
  return 1e3 * std::sqrt(sum / static_cast<double>(y.size() - from));
}

double unrest() {
  const dsp::FlushToZero rest;
  dsp::FilterBank bank(sevenBiquads(), kChannelsN);
  std::vector<double> x(kChannelsN * 1000), y(x.size());
  std::fill_n(x.begin(), kChannelsN, 1e5);
  bank.process(x, y);
  std::fill_n(x.begin(), kChannelsN, 0.0);
  for (int i = 0; i < 400; ++i) bank.process(x, y);
  return std::any_of(y.begin(), y.end(), [](double v) { return v != 0; }) ? 1 : 0;
}

double densityError() {
  constexpr std::size_t n = 1024;
  const auto x = noise(n, 50, 7);
  dsp::Spectrum spectrum(n, kRateHz);
  const auto got = spectrum.compute(x.data());
  long double mean = 0, power = 0;
  for (const double v : x) mean += v / static_cast<long double>(n);
  std::vector<long double> windowed(n);
  constexpr long double kTurn = 2 * std::numbers::pi_v<long double>;
  for (std::size_t i = 0; i < n; ++i) {
    const long double w = 0.5L - 0.5L * std::cos(kTurn * static_cast<long double>(i) / n);
    windowed[i] = (x[i] - mean) * w;
    power += w * w;
  }
  double peak = 0, worst = 0;
  for (std::size_t k = 0; k <= n / 2; ++k) {
    long double re = 0, im = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const long double phase = kTurn * static_cast<long double>(k * i % n) / n;
      re += windowed[i] * std::cos(phase);
      im -= windowed[i] * std::sin(phase);
    }
    const long double twice = k == 0 || k == n / 2 ? 1 : 2;
    const auto expected = static_cast<double>(twice * (re * re + im * im) / (kRateHz * power));
    peak = std::max(peak, expected);
    worst = std::max(worst, std::abs(got[k] - expected));
  }
  return worst / peak;
}

double averageError() {
  constexpr std::size_t kSegment = 1024, kHop = 512, kSegmentsN = 14;
  const auto x = noise(40 * kSegment, 50, 8);
  dsp::RunningWelch running(kSegment, kHop, kSegmentsN, kRateHz);
  for (std::size_t at = 0; at < x.size(); at += kBlockFrames) running.push(x.data() + at, std::min(kBlockFrames, x.size() - at));
  const std::size_t newest = kSegment + (kSegmentsN - 1) * kHop;
  const auto expected = dsp::welch(std::span(x).last(newest), kSegment, kRateHz);
  double worst = 0;
  for (std::size_t k = 0; k < expected.size(); ++k) worst = std::max(worst, std::abs(running.psd()[k] - expected[k]));
  return worst / peakOf(expected);
}

}  // namespace

std::vector<double> filterByDefinition(const std::vector<dsp::Biquad>& sections, std::vector<double> x) {
  std::vector<long double> y(x.begin(), x.end());
  for (const dsp::Biquad& s : sections) {
    long double s1 = 0, s2 = 0;
    for (long double& v : y) {
      const long double out = s.b0 * v + s1;
      s1 = s.b1 * v - s.a1 * out + s2;
      s2 = s.b2 * v - s.a2 * out;
      v = out;
    }
  }
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(y[i]);
  return x;
}

void checkFilters(Results& results) {
  results.setExact("filter_error", std::max({filterError(1), filterError(20), filterError(4096)}));
  results.setExact("filter_split", splitDifference());
  results.setExact("filter_dc_error_nv", offsetErrorNv());
  results.setExact("filter_rest", unrest());
}

void checkSpectra(Results& results) {
  results.setExact("psd_error", densityError());
  results.setExact("welch_error", averageError());
}

}  // namespace tonus::bench
