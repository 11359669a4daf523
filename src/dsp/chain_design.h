#pragma once
// What a chain's settings come to at one sample rate; shared by the design, its description and the chain itself.

#include <cstdint>

#include "tonus/dsp/settings.h"

namespace tonus::dsp {

/// bandHighHz, or 0.45 fs where that is not below fs / 2.
double upperEdgeHz(const ChainSettings& s, double rateHz);

/// False where it is switched off, or where the rate leaves no band above the lower edge.
bool hasBandPass(const ChainSettings& s, double rateHz);

/// Notches that fit at or below the upper edge and below 0.49 fs.
int notchesN(const ChainSettings& s, double rateHz);

/// Of the envelope's window, at least 1.
std::int64_t rmsFrames(const ChainSettings& s, double rateHz);

}  // namespace tonus::dsp
