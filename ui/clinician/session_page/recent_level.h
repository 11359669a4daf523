#pragma once
// Where a muscle has been in the last seconds: what a first line is set from when there was no baseline. Pure.

#include <algorithm>
#include <optional>
#include <vector>

namespace tonus::clinician {

/// Envelopes of feedback hops (10 ms); only of usable signal.
class RecentLevel {
 public:
  static constexpr std::size_t kHops = 300;   ///< 3 s
  static constexpr std::size_t kLeast = 100;  ///< 1 s: less says nothing about a muscle

  void add(float uv) {
    if (uv_.size() < kHops) uv_.push_back(uv);
    else uv_[next_] = uv;
    next_ = (next_ + 1) % kHops;
  }
  std::optional<double> medianUv() const {
    if (uv_.size() < kLeast) return std::nullopt;
    std::vector<float> sorted = uv_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
  }
  void clear() {
    uv_.clear();
    next_ = 0;
  }

 private:
  std::vector<float> uv_;
  std::size_t next_ = 0;
};

}  // namespace tonus::clinician
