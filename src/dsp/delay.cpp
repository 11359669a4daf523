#include "tonus/dsp/delay.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <vector>

#include "chain_design.h"
#include "tonus/dsp/biquad.h"
#include "tonus/dsp/filter_bank.h"

namespace tonus::dsp {

namespace {

constexpr double kLongestS = 30;

/// h², until what is left no longer matters.
std::vector<double> impulsePower(const ChainSettings& s, double rateHz) {
  constexpr std::size_t kPiece = 256;
  FilterBank filters(designChain(s, rateHz), 1, "baseline");
  std::vector<double> power, piece(kPiece);
  double total = 0, latest = 0;
  do {
    std::fill(piece.begin(), piece.end(), 0.0);
    if (power.empty()) piece[0] = 1;
    filters.process(piece, piece);
    latest = 0;
    for (const double h : piece) {
      power.push_back(h * h);
      latest += h * h;
    }
    total += latest;
  } while (latest > 1e-7 * total && static_cast<double>(power.size()) < kLongestS * rateHz);
  return power;
}

/// Frames until the mean over the last `windowN` frames of the running sum of `power` reaches `share` of the whole.
double framesTo(double share, const std::vector<double>& power, double total, std::size_t windowN) {
  const auto at = [&](std::size_t n) { return n < power.size() ? power[n] : 0.0; };
  const double goal = share * total * static_cast<double>(windowN);
  double newest = 0, leaving = 0, window = 0;  // running sum now, and of the frame that leaves the window
  for (std::size_t n = 0; n < power.size() + windowN; ++n) {
    newest += at(n);
    if (n >= windowN) leaving += at(n - windowN);
    window += newest - leaving;
    if (window >= goal) return static_cast<double>(n + 1);
  }
  return static_cast<double>(power.size() + windowN);
}

EnvelopeDelay delay(const ChainSettings& s, double rateHz, std::size_t windowN) {
  const auto power = impulsePower(s, rateHz);
  double total = 0;
  for (const double p : power) total += p;
  if (!(total > 0)) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  const double ms = 1000 / rateHz;
  return {ms * framesTo(0.5 * 0.5, power, total, windowN), ms * framesTo(0.9 * 0.9, power, total, windowN)};
}

}  // namespace

EnvelopeDelay envelopeDelay(const ChainSettings& s, double sampleRateHz) {
  return delay(s, sampleRateHz, static_cast<std::size_t>(rmsFrames(s, sampleRateHz)));
}

EnvelopeDelay filterDelay(const ChainSettings& s, double sampleRateHz) { return delay(s, sampleRateHz, 1); }

std::string describe(const EnvelopeDelay& d) {
  if (std::isnan(d.toHalfMs)) return "nothing passes";
  char text[64];
  std::snprintf(text, sizeof text, "+%.0f ms to half, +%.0f ms to 90 %%", d.toHalfMs, d.toNinetyMs);
  return text;
}

}  // namespace tonus::dsp
