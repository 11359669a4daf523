#pragma once
// Big-endian numbers out of a row of bytes.

#include <cstdint>

namespace tonus::drivers::wire {

inline std::int32_t readU16(const std::uint8_t* p) { return p[0] << 8 | p[1]; }

/// Two's complement.
inline std::int32_t readS24(const std::uint8_t* p) {
  const std::uint32_t top = std::uint32_t{p[0]} << 24 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 8;
  return static_cast<std::int32_t>(top) >> 8;
}

}  // namespace tonus::drivers::wire
