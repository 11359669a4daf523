#pragma once
// One channel of counts and what the quality monitor says about it.

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tonus/dsp/quality.h"

namespace tonus::dsp::test {

/// A recording of one channel, whole in memory.
struct Signal {
  double rateHz = 1000;
  core::ChannelFormat format{"EMG", 0.1, 0, -(1 << 23), (1 << 23) - 1, true};
  std::vector<std::int32_t> counts;

  double uv(std::size_t n) const { return (counts[n] - format.offsetCounts) * format.scaleUvPerCount; }
  /// Rounded and limited to the rails, as a converter does.
  void setUv(std::size_t n, double value) {
    const double count = std::round(value / format.scaleUvPerCount) + format.offsetCounts;
    counts[n] = static_cast<std::int32_t>(std::min(std::max(count, double(format.minCount)), double(format.maxCount)));
  }
  core::StreamFormat stream() const { return {rateHz, {format}, 256}; }
};

inline core::RawBlock blockOf(const Signal& s, std::size_t first, std::size_t n) {
  core::RawBlock b;
  b.first = {static_cast<std::int64_t>(first)};
  b.framesN = static_cast<std::uint32_t>(n);
  b.channelsN = 1;
  b.counts.assign(s.counts.begin() + static_cast<std::ptrdiff_t>(first),
                  s.counts.begin() + static_cast<std::ptrdiff_t>(first + n));
  return b;
}

inline std::vector<double> uvOf(const core::RawBlock& b, const core::ChannelFormat& f) {
  std::vector<double> uv;
  for (const std::int32_t c : b.counts) uv.push_back((c - f.offsetCounts) * f.scaleUvPerCount);
  return uv;
}

inline std::vector<core::QualityFrame> judge(const Signal& s, std::size_t blockN = 64) {
  QualityMonitor monitor(s.stream(), 20, 450);
  std::vector<core::QualityFrame> out;
  for (std::size_t n = 0; n < s.counts.size(); n += blockN) {
    const auto block = blockOf(s, n, std::min(blockN, s.counts.size() - n));
    monitor.push(block, uvOf(block, s.format), {0}, out);
  }
  return out;
}

/// Share of settled verdicts that carry `reason`.
inline double shareOf(const std::vector<core::QualityFrame>& frames, core::QualityReason reason) {
  double settled = 0, with = 0;
  for (const auto& f : frames) {
    if (f.channels[0].has(core::QualityReason::kSettling)) continue;
    ++settled;
    with += f.channels[0].has(reason) ? 1 : 0;
  }
  return settled > 0 ? with / settled : -1;
}

inline double usableShare(const std::vector<core::QualityFrame>& frames) {
  double settled = 0, usable = 0;
  for (const auto& f : frames) {
    if (f.channels[0].has(core::QualityReason::kSettling)) continue;
    ++settled;
    usable += f.channels[0].usable() ? 1 : 0;
  }
  return settled > 0 ? usable / settled : -1;
}

}  // namespace tonus::dsp::test
