#pragma once
// How late something was, collected one value at a time: percentiles without keeping the values.

#include <array>
#include <cstdint>

namespace tonus::core {

/// Milliseconds; NaN while nothing was measured.
struct LatencySummary {
  double p50Ms, p95Ms, p99Ms, worstMs;
  std::uint64_t n = 0;
};

/// Buckets of 0.25 ms up to 500 ms, the rest in the last one; percentiles are the upper edge of their bucket, so never
/// flattering. Not thread-safe, no allocation.
class LatencyHistogram {
 public:
  void add(double ms);
  void clear() { *this = {}; }
  std::uint64_t count() const { return n_; }
  LatencySummary summary() const;

 private:
  double percentileMs(double fraction) const;

  static constexpr double kBucketMs = 0.25;
  std::array<std::uint64_t, 2001> buckets_{};
  std::uint64_t n_ = 0;
  double worstMs_ = 0;
};

}  // namespace tonus::core
