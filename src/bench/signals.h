#pragma once
// What the measurements work on: invented, seeded, the same on every machine.

#include <cstdint>
#include <vector>

#include "tonus/core/block.h"
#include "tonus/dsp/biquad.h"
#include "tonus/dsp/settings.h"

namespace tonus::bench {

inline constexpr double kRateHz = 2000;
inline constexpr std::size_t kBlockFrames = 20;  // 10 ms
inline constexpr std::size_t kChannelsN = 8;

/// Normal, RMS in µV.
std::vector<double> noise(std::size_t n, double rmsUv, unsigned seed);

/// Band-pass 20–450 Hz of order 4 and notches at 50, 100 and 150 Hz.
dsp::ChainSettings sevenBiquadSettings();
std::vector<dsp::Biquad> sevenBiquads(double rateHz = kRateHz);

/// Blocks of the simulated patient at 2 kHz.
struct SimulatedSignal {
  core::StreamFormat format;
  std::vector<core::RawBlock> blocks;
};
SimulatedSignal simulate(std::size_t channelsN, double seconds);

/// Frame-major counts of all blocks.
std::vector<std::int32_t> countsOf(const SimulatedSignal& signal);

}  // namespace tonus::bench
