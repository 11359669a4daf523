#pragma once
// How late something was, collected one value at a time: percentiles without keeping the values.

#include <array>
#include <cstdint>
#include <limits>

namespace tonus::core {

/// Milliseconds; NaN while nothing was measured.
struct LatencySummary {
  double p50Ms = std::numeric_limits<double>::quiet_NaN();
  double p95Ms = std::numeric_limits<double>::quiet_NaN();
  double p99Ms = std::numeric_limits<double>::quiet_NaN();
  double worstMs = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t n = 0;
};

/// How late one session was shown and heard: from the arrival of a block at the host to the end of the paint that
/// showed it, or to the first sound written for it plus what the sound server still held. n = 0: not shown, not heard.
struct SessionLatency {
  LatencySummary screen;   ///< the clinician's live view
  LatencySummary patient;  ///< the patient display
  LatencySummary sound;
  double shownLateS = 0;   ///< signal the live view showed more than kShownLateMs after it came, or never
};
inline constexpr double kShownLateMs = 100;

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
