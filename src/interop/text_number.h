#pragma once
// Numbers as people and other programs write them into text fields: never half read, never by locale.

#include <cstdint>
#include <optional>
#include <string_view>

namespace tonus::interop {

/// Without white space and NUL at either end.
std::string_view trimmed(std::string_view text);
/// The whole text is an integer, or nothing.
std::optional<std::int64_t> parseInteger(std::string_view text);
/// The whole text is a finite decimal number with a point, or nothing.
std::optional<double> parseReal(std::string_view text);

}  // namespace tonus::interop
