#include "selftest/onset.h"

#include <algorithm>
#include <cmath>

namespace tonus::selftest {
namespace {
constexpr std::size_t kBefore = 2880;     // 60 ms at 48 kHz
constexpr float kQuiet = 2e-3F;           // -54 dB: more is somebody else's sound
constexpr float kLoud = 1e-3F;            // a hundredth of the tone's amplitude at the usual loudness
}  // namespace

std::optional<std::size_t> findOnset(std::span<const float> samples, std::size_t from, std::size_t most) {
  if (from < kBefore || from >= samples.size()) return std::nullopt;
  float noise = 0;
  for (std::size_t i = from - kBefore; i < from; ++i) noise = std::max(noise, std::abs(samples[i]));
  if (noise > kQuiet) return std::nullopt;
  const float limit = std::max(kLoud, 4 * noise);
  const std::size_t end = std::min(samples.size(), from + most);
  for (std::size_t i = from; i < end; ++i)
    if (std::abs(samples[i]) >= limit) return i;
  return std::nullopt;
}

}  // namespace tonus::selftest
