#pragma once
// How late the level is by its own making: filters and RMS window, measured on the chain itself.

#include "tonus/dsp/settings.h"

namespace tonus::clinician {

/// Pure but for its memory of the last answer.
class EnvelopeDelay {
 public:
  /// Milliseconds from the sudden start of a sine in the middle of the band until the envelope is at half of where it
  /// settles. For a window of T ms about T/4 (the root of a mean square) and the delay of the filters.
  double halfMs(const dsp::ChainSettings& settings, double sampleRateHz);

 private:
  dsp::ChainSettings settings_;
  double sampleRateHz_ = 0;
  double halfMs_ = 0;
};

}  // namespace tonus::clinician
