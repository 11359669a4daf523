#pragma once
// How late an envelope is by its own making: the filters and the RMS window, computed from the design itself.

#include <string>

#include "tonus/dsp/settings.h"

namespace tonus::dsp {

/// From the moment a muscle begins until the envelope stands at a half and at 90 % of where it will settle.
/// NaN where the chain lets nothing through.
struct EnvelopeDelay {
  double toHalfMs = 0;
  double toNinetyMs = 0;
};

/// Expected answer to muscle activity that begins at full strength, taken as noise wider than the band. With the
/// chain's impulse response h the expected power of the filtered signal after n frames is proportional to
/// h[0]² + … + h[n-1]²; the envelope is the root of its mean over the window. No random numbers; pure.
EnvelopeDelay envelopeDelay(const ChainSettings& s, double sampleRateHz);

/// Of the filters alone, as if the envelope had no window.
EnvelopeDelay filterDelay(const ChainSettings& s, double sampleRateHz);

/// "+31 ms to half, +93 ms to 90 %".
std::string describe(const EnvelopeDelay& d);

}  // namespace tonus::dsp
