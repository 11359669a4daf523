#pragma once
// One small value per channel, without the heap: for values that flow ten or a hundred times a second.

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace tonus::core {

inline constexpr std::size_t kMaxChannels = 256;  // what Tonus Link can say

/// As much of std::vector as is needed; never more than kMaxChannels.
template <class T>
class ChannelList {
 public:
  ChannelList() = default;
  explicit ChannelList(std::size_t n, T value = {}) { assign(n, value); }

  void assign(std::size_t n, T value) {
    resize(0);
    for (std::size_t i = 0; i < n; ++i) push_back(value);
  }
  void resize(std::size_t n) {
    assert(n <= kMaxChannels);
    for (std::size_t i = size_; i < n; ++i) values_[i] = T{};
    size_ = static_cast<std::uint16_t>(n);
  }
  void push_back(T value) {
    assert(size_ < kMaxChannels);
    values_[size_++] = value;
  }
  void clear() { size_ = 0; }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::size_t i) { return values_[i]; }
  const T& operator[](std::size_t i) const { return values_[i]; }
  const T& at(std::size_t i) const { assert(i < size_); return values_[i]; }
  T* data() { return values_.data(); }
  const T* data() const { return values_.data(); }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }

  friend bool operator==(const ChannelList& a, const ChannelList& b) {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i)
      if (!(a.values_[i] == b.values_[i])) return false;
    return true;
  }

 private:
  std::array<T, kMaxChannels> values_;
  std::uint16_t size_ = 0;
};

}  // namespace tonus::core
