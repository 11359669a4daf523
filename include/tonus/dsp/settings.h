#pragma once
// What a person may set about the signal chain. Stored with every session: a number means nothing without it.

#include <string>
#include <vector>

#include "tonus/core/time.h"

namespace tonus::dsp {

struct ChainSettings {
  bool bandPass = true;
  double bandLowHz = 20.0;
  double bandHighHz = 450.0;     ///< where it is not below fs / 2, 0.45 fs is used
  int bandOrder = 4;             ///< SciPy's N: N biquads for a band-pass
  double mainsHz = 0.0;          ///< 0 = notch off, else 50 or 60
  int notchHarmonics = 4;        ///< counts the fundamental
  double notchQ = 30.0;          ///< -3 dB width = f0 / Q
  double rmsWindowMs = 100.0;
  bool startSettled = true;      ///< filters start as if the first sample had always been there (live); else from zero

  friend bool operator==(const ChainSettings&, const ChainSettings&) = default;
};

/// Why these settings make no chain at this rate, in words; empty = they do.
std::string problemOf(const ChainSettings& s, double sampleRateHz);

/// A chain and the frame it ran from.
struct ChainFrom {
  core::SampleIndex from;
  ChainSettings chain;

  friend bool operator==(const ChainFrom&, const ChainFrom&) = default;
};

/// Which chain ran when, in order, the first from frame 0 on: one throughout, or more where it was changed meanwhile.
struct ChainCourse {
  std::vector<ChainFrom> parts;

  ChainCourse(const ChainSettings& throughout = {}) : parts{{{0}, throughout}} {}
  friend bool operator==(const ChainCourse&, const ChainCourse&) = default;
};

/// "20–450 Hz order 4, notch 50 Hz × 3 Q 30, RMS 100 ms": for status bars, reports and the record.
std::string describe(const ChainSettings& s, double sampleRateHz);
/// "20–450 Hz order 4, RMS 100 ms; from 1:05 on 40–450 Hz order 4, RMS 100 ms".
std::string describe(const ChainCourse& c, double sampleRateHz);

}  // namespace tonus::dsp
