#pragma once
// Row identifiers: UUID version 7 (RFC 9562), so ids sort by the time they were made, in any room.

#include <random>
#include <string>

#include "tonus/core/time.h"

namespace tonus::core {

/// Lower-case, 36 characters. `random` supplies the 74 random bits.
std::string makeUuidV7(WallTime now, std::mt19937_64& random);

}  // namespace tonus::core
