#pragma once
// What the simulated amplifier can do.

#include <cstdint>

namespace tonus::drivers {

inline constexpr std::uint32_t kMaxChannelsN = 64;
inline constexpr std::uint32_t kMinRateHz = 250;
inline constexpr std::uint32_t kMaxRateHz = 4000;

}  // namespace tonus::drivers
