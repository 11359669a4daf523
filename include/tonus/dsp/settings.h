#pragma once
// What a person may set about the signal chain. Stored with every session: a number means nothing without it.

#include <string>

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

/// "20–450 Hz order 4, notch 50 Hz × 3 Q 30, RMS 100 ms": for status bars, reports and the record.
std::string describe(const ChainSettings& s, double sampleRateHz);

}  // namespace tonus::dsp
