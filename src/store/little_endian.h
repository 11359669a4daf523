#pragma once
// Numbers as bytes, least significant first, whatever the machine.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tonus::store {

template <class T>
void storeLe(std::uint8_t* at, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) at[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

template <class T>
T loadLe(const std::uint8_t* at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) value = static_cast<T>(value | static_cast<T>(T{at[i]} << (8 * i)));
  return value;
}

template <class T>
void putLe(std::vector<std::uint8_t>& bytes, T value) {
  bytes.resize(bytes.size() + sizeof(T));
  storeLe(bytes.data() + bytes.size() - sizeof(T), value);
}

}  // namespace tonus::store
