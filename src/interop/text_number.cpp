#include "text_number.h"

#include <charconv>
#include <cmath>

namespace tonus::interop {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank(" \t\r\n\v\f\0", 7);
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

namespace {

// from_chars takes no '+', people write one.
std::string_view withoutPlus(std::string_view text) {
  text = trimmed(text);
  return text.size() > 1 && text[0] == '+' && text[1] != '-' ? text.substr(1) : text;
}

template <class T>
std::optional<T> parseWhole(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> parseInteger(std::string_view text) { return parseWhole<std::int64_t>(withoutPlus(text)); }

std::optional<double> parseReal(std::string_view text) {
  const std::optional<double> value = parseWhole<double>(withoutPlus(text));
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace tonus::interop
