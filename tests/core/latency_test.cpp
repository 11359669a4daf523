#include "tonus/core/latency.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using tonus::core::LatencyHistogram;

TEST(LatencyHistogram, SaysNothingBeforeAnythingWasMeasured) {
  const auto s = LatencyHistogram{}.summary();
  EXPECT_EQ(s.n, 0U);
  EXPECT_TRUE(std::isnan(s.p50Ms));
  EXPECT_TRUE(std::isnan(s.worstMs));
}

TEST(LatencyHistogram, PercentilesAreWithinABucketOfTheTruthAndNeverBelowIt) {
  LatencyHistogram h;
  for (int i = 1; i <= 1000; ++i) h.add(i * 0.1);
  const auto s = h.summary();
  EXPECT_EQ(s.n, 1000U);
  EXPECT_GE(s.p50Ms, 50.0);
  EXPECT_LE(s.p50Ms, 50.25);
  EXPECT_GE(s.p95Ms, 95.0);
  EXPECT_LE(s.p95Ms, 95.25);
  EXPECT_GE(s.p99Ms, 99.0);
  EXPECT_LE(s.p99Ms, 99.25);
  EXPECT_DOUBLE_EQ(s.worstMs, 100.0);
}

TEST(LatencyHistogram, AVeryLateOneIsKeptAsTheWorstAndNonsenseIsIgnored) {
  LatencyHistogram h;
  h.add(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(h.count(), 0U);
  h.add(3000);
  h.add(-1);
  const auto s = h.summary();
  EXPECT_EQ(s.n, 2U);
  EXPECT_DOUBLE_EQ(s.worstMs, 3000.0);
  EXPECT_DOUBLE_EQ(s.p99Ms, 3000.0);
  EXPECT_LE(s.p50Ms, 0.25);
}

}  // namespace
