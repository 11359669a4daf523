#include "tonus/core/latency.h"

#include <algorithm>
#include <cmath>

namespace tonus::core {

void LatencyHistogram::add(double ms) {
  if (!std::isfinite(ms)) return;
  ms = std::max(ms, 0.0);
  const auto bucket = static_cast<std::size_t>(std::min(ms / kBucketMs, static_cast<double>(buckets_.size() - 1)));
  ++buckets_[bucket];
  ++n_;
  worstMs_ = std::max(worstMs_, ms);
}

double LatencyHistogram::percentileMs(double fraction) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(n_)));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i + 1 < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= wanted) return std::min(kBucketMs * static_cast<double>(i + 1), worstMs_);
  }
  return worstMs_;
}

LatencySummary LatencyHistogram::summary() const {
  if (n_ == 0) return {};
  return {percentileMs(0.50), percentileMs(0.95), percentileMs(0.99), worstMs_, n_};
}

}  // namespace tonus::core
