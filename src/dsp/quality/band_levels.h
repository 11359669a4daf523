#pragma once
// How much of half a second of unfiltered signal is movement, muscle and mains.

#include <cstddef>

#include "tonus/dsp/spectrum.h"

namespace tonus::dsp {

/// RMS in the signal's unit (µV).
struct Levels {
  double movement = 0;    ///< 3–18 Hz
  double muscle = 0;      ///< 20 (or the lower band edge, if lower) to 450 Hz or 0.45 fs, without the mains lines
  double lowMuscle = 0;   ///< the part of that band up to 60 Hz, lines included
  double highMuscle = 0;  ///< and from there up
  double mains = 0;       ///< 50 or 60 Hz, whichever is stronger, and harmonics, above what lies beside each line
};

/// One FFT per call. Not thread-safe.
class BandLevels {
 public:
  BandLevels(std::size_t windowN, double rateHz, double bandLowHz);

  /// `window` holds windowN values, oldest first.
  Levels measure(const double* window);

 private:
  double power(std::span<const double> psd, double lowHz, double highHz) const;
  double linePower(std::span<const double> psd, double hz) const;
  double mainsPower(std::span<const double> psd, double fundamentalHz) const;

  Spectrum spectrum_;
  double lowHz_, highHz_;
};

}  // namespace tonus::dsp
