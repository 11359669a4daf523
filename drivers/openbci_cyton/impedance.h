#pragma once
// An electrode's impedance from the signal while the Cyton drives its lead-off current (6 nA at 31.2 Hz) through it:
// the amplitude at that frequency over the current, less the 2.2 kOhm resistor on the board (OpenBCI_GUI,
// DataProcessing).

#include <cstdint>
#include <span>
#include <vector>

namespace tonus::drivers::openbci_cyton {

inline constexpr double kLeadOffHz = 31.2;
inline constexpr double kLeadOffAmps = 6e-9;
inline constexpr double kSeriesOhms = 2200;

/// Amplitude (peak) of the part of `values` at `frequencyHz`, by least squares with the mean removed. 0 for fewer than
/// two periods.
double amplitudeAt(std::span<const double> values, double frequencyHz, double sampleRateHz);

/// Not below 0. `daisy`: the values are means of two samples of 250 Hz, which weakens 31.2 Hz to 92 %.
double kOhmFrom(std::span<const double> microvolts, double sampleRateHz, bool daisy);

}  // namespace tonus::drivers::openbci_cyton
