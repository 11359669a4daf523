#pragma once
// Little-endian numbers from and to a row of bytes, whatever the host's own order.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tonus::drivers::tonus_link {

/// `p` must have sizeof(T) bytes.
template <class T>
T readLe(const std::uint8_t* p) {
  using U = std::make_unsigned_t<T>;
  U value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value = static_cast<U>(value | static_cast<U>(U{p[i]} << (8 * i)));
  return static_cast<T>(value);
}

inline double readLeDouble(const std::uint8_t* p) { return std::bit_cast<double>(readLe<std::uint64_t>(p)); }

template <class T>
void writeLe(std::uint8_t* p, T value) {
  const auto bits = static_cast<std::make_unsigned_t<T>>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) p[i] = static_cast<std::uint8_t>(bits >> (8 * i));
}

}  // namespace tonus::drivers::tonus_link
