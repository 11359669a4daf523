#pragma once
// Where a sound begins in a recording.

#include <cstddef>
#include <optional>
#include <span>

namespace tonus::selftest {

/// First sample from `from` on that is clearly louder than the 60 ms before `from`; nothing if none is within `most`
/// samples, or if it was not quiet before.
std::optional<std::size_t> findOnset(std::span<const float> samples, std::size_t from, std::size_t most);

}  // namespace tonus::selftest
