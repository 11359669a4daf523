#include "tonus/core/uuid.h"

#include <array>
#include <cstdint>

namespace tonus::core {

std::string makeUuidV7(WallTime now, std::mt19937_64& random) {
  const auto ms = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  const std::uint64_t high = (ms << 16) | 0x7000U | (random() & 0x0FFFU);
  const std::uint64_t low = (random() >> 2) | 0x8000000000000000U;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) text += '-';
    const std::uint64_t word = nibble < 16 ? high : low;
    text += kHex[(word >> (60 - 4 * (nibble % 16))) & 0xF];
  }
  return text;
}

}  // namespace tonus::core
