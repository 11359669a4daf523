#include <algorithm>

#include "tonus_link/packet.h"

namespace tonus::drivers::tonus_link {

namespace {
constexpr char kReplacement[] = "\xEF\xBF\xBD";

/// Length of the well-formed UTF-8 character at the front (Unicode 15, table 3-7); 0 = none.
std::size_t characterBytes(std::span<const std::uint8_t> s) {
  const std::uint8_t b = s[0];
  if (b < 0x80) return 1;
  const std::size_t n = b >= 0xC2 && b <= 0xDF ? 2 : b >= 0xE0 && b <= 0xEF ? 3 : b >= 0xF0 && b <= 0xF4 ? 4 : 0;
  if (n == 0 || n > s.size()) return 0;
  const std::uint8_t low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
  if (s[1] < low || s[1] > high) return 0;
  const auto continues = [](std::uint8_t c) { return c >= 0x80 && c <= 0xBF; };
  return std::all_of(s.begin() + 2, s.begin() + static_cast<std::ptrdiff_t>(n), continues) ? n : 0;
}
}  // namespace

std::string cleanText(std::span<const std::uint8_t> bytes, std::size_t maxBytes) {
  std::string text;
  while (!bytes.empty() && bytes[0] != 0) {
    const std::size_t n = characterBytes(bytes);
    const bool control = bytes[0] < 0x20 || bytes[0] == 0x7F;
    const std::string piece = n == 0    ? std::string(kReplacement)
                              : control ? std::string(" ")
                                        : std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
    if (text.size() + piece.size() > maxBytes) break;
    text += piece;
    bytes = bytes.subspan(std::max<std::size_t>(n, 1));
  }
  return text;
}

}  // namespace tonus::drivers::tonus_link
