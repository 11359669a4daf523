#pragma once
// Filter design: Butterworth band-pass and mains notch as second-order sections.

#include <vector>

#include "tonus/dsp/settings.h"

namespace tonus::dsp {

/// y = b·x - a·y, a0 = 1.
struct Biquad {
  double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;

  friend bool operator==(const Biquad&, const Biquad&) = default;
};

/// Equal to scipy.signal.butter(order, [lowHz, highHz], 'bandpass', fs=rateHz, output='sos') in poles, zeros and
/// response. 0 < lowHz < highHz < rateHz / 2.
std::vector<Biquad> butterworthBandPass(int order, double lowHz, double highHz, double rateHz);

/// Equal to scipy.signal.iirnotch(f0Hz, q, fs=rateHz).
Biquad notch(double f0Hz, double q, double rateHz);

/// The whole chain of `s` at this rate: band-pass, then notches at mains harmonics that lie at or below the upper
/// edge and below 0.49 rateHz.
std::vector<Biquad> designChain(const ChainSettings& s, double rateHz);

}  // namespace tonus::dsp
