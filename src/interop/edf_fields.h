#pragma once
// Numbers and words squeezed into the fixed fields of an EDF header.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tonus/core/block.h"
#include "tonus/core/result.h"

namespace tonus::interop {

/// The closest decimal number of at most 8 characters, without exponent; nothing if it is too large.
std::optional<std::string> eightCharacters(double value);
/// Up to 9 decimals, no trailing zeros.
std::string decimal(double value);
/// Printable ASCII only, at most `length` characters, padded with spaces to it. What is not ASCII becomes '_'.
std::string asciiField(std::string_view text, std::size_t length);

/// What a signal header says of its scale.
struct DigitalRange {
  std::string unit, physMin, physMax;
  std::int64_t digMin = 0, digMax = 0;
  double error = 0;   ///< of the scale and zero a reader computes from the fields, relative to the range
};
/// Of a channel whose counts lie in [least, most]: the converter's rails where their physical values fit the fields to
/// 1e-6 and the zero is met, else limits close by that do. Refuses what cannot be written to 1e-4.
core::Result<DigitalRange> digitalRange(const core::ChannelFormat& channel, std::int64_t bits, std::int64_t least,
                                        std::int64_t most);

}  // namespace tonus::interop
