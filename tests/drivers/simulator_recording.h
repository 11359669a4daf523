#pragma once
// Reads a simulator to its frame N and keeps what came, by place on the time axis.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "tonus/drivers/simulator.h"

namespace tonus::drivers::test {

struct Recorded {
  core::StreamFormat format;
  std::vector<core::RawBlock> blocks;
  std::vector<std::vector<std::int32_t>> counts;  // by channel, one a frame; lost frames are 0
  std::vector<bool> lost;
  std::size_t goneReads = 0;

  std::vector<double> uv(std::size_t channel, double fromS, double toS) const {
    std::vector<double> out;
    const auto end = static_cast<std::size_t>(toS * format.sampleRateHz);
    for (auto i = static_cast<std::size_t>(fromS * format.sampleRateHz); i < end; ++i) {
      out.push_back(counts[channel][i] * format.channels[channel].scaleUvPerCount);
    }
    return out;
  }
};

inline double meanOf(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

inline double rmsOf(std::span<const double> x) {
  const double mean = meanOf(x);
  double sum = 0;
  for (const double v : x) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / static_cast<double>(x.size()));
}

/// RMS without what is slower than a quarter of a second (the electrode's drift).
inline double muscleRmsOf(std::span<const double> x, double sampleRateHz = 2000) {
  const auto window = static_cast<std::size_t>(sampleRateHz / 4);
  double sum = 0;
  std::size_t n = 0;
  for (; (n + 1) * window <= x.size(); ++n) sum += std::pow(rmsOf(x.subspan(n * window, window)), 2);
  return std::sqrt(sum / static_cast<double>(n));
}

inline Recorded record(Simulator& simulator, double seconds, const core::SourceConfig& asked = {}) {
  Recorded r;
  auto format = simulator.open(asked);
  EXPECT_TRUE(format.ok());
  r.format = *format;
  EXPECT_TRUE(simulator.start().ok());
  const auto framesN = static_cast<std::size_t>(seconds * r.format.sampleRateHz);
  r.counts.assign(r.format.channelsN(), std::vector<std::int32_t>(framesN));
  r.lost.assign(framesN, true);
  core::RawBlock block;
  std::int64_t next = 0;
  while (static_cast<std::size_t>(next) < framesN) {
    const auto status = simulator.read(core::SteadyTime::max(), block);
    EXPECT_TRUE(status.ok());
    if (*status == core::ReadStatus::kGone) {
      ++r.goneReads;
      if (r.goneReads > 1000) break;
      continue;
    }
    EXPECT_EQ(*status, core::ReadStatus::kBlock);
    EXPECT_EQ(block.first.value, next + static_cast<std::int64_t>(block.lostBefore));
    EXPECT_GT(block.framesN, 0U);
    EXPECT_LE(block.framesN, r.format.maxBlockFrames);
    EXPECT_EQ(block.counts.size(), block.framesN * r.format.channelsN());
    for (std::size_t f = 0; f < block.framesN; ++f) {
      const auto at = static_cast<std::size_t>(block.first.value) + f;
      if (at >= framesN) break;
      r.lost[at] = false;
      for (std::size_t c = 0; c < r.counts.size(); ++c) r.counts[c][at] = block.counts[f * r.counts.size() + c];
    }
    next = block.first.value + block.framesN;
    r.blocks.push_back(block);
  }
  simulator.stop();
  return r;
}

inline Recorded record(SimulatorConfig config, double seconds, const core::SourceConfig& asked = {}) {
  core::ManualClock clock;
  config.live = false;
  const auto simulator = makeSimulator(config, clock);
  return record(*simulator, seconds, asked);
}

}  // namespace tonus::drivers::test
