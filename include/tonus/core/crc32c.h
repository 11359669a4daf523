#pragma once
// CRC-32C (Castagnoli, reflected, init and final xor FFFFFFFF): RFC 3720 §12.1. "123456789" gives E3069283.

#include <cstdint>
#include <span>

namespace tonus::core {

std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t previous = 0);

}  // namespace tonus::core
