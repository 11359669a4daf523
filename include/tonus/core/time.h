#pragma once
// The two clocks of the house: steady for durations and latency, wall for "when".

#include <chrono>
#include <compare>
#include <cstdint>

namespace tonus::core {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

/// Absolute number of a frame (one sample of every channel) since the start of the stream. Lost frames keep
/// their numbers, so an index is also a place on the time axis: t = index / sample rate.
struct SampleIndex {
  std::int64_t value = 0;

  friend constexpr auto operator<=>(SampleIndex, SampleIndex) = default;
  friend constexpr SampleIndex operator+(SampleIndex a, std::int64_t n) { return {a.value + n}; }
  friend constexpr SampleIndex operator-(SampleIndex a, std::int64_t n) { return {a.value - n}; }
  friend constexpr std::int64_t operator-(SampleIndex a, SampleIndex b) { return a.value - b.value; }
};

}  // namespace tonus::core
