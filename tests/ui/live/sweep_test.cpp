#include "clinician/session_page/sweep.h"

#include <gtest/gtest.h>

namespace {

using tonus::clinician::Sweep;
using tonus::core::ProcessedBlock;

/// 100 columns of 10 frames each: ten seconds at 100 Hz.
Sweep sweepOf(std::size_t channelsN) {
  Sweep sweep;
  sweep.reset(channelsN, 100, 10, 100, Sweep::Signal::kFiltered);
  return sweep;
}

ProcessedBlock block(std::int64_t first, std::vector<double> values) {
  ProcessedBlock b;
  b.first = {first};
  b.channelsN = 1;
  b.framesN = static_cast<std::uint32_t>(values.size());
  b.rawUv = values;
  b.filteredUv = std::move(values);
  return b;
}

TEST(SweepTest, AColumnHoldsTheExactMinimumAndMaximumOfItsFrames) {
  Sweep sweep = sweepOf(1);
  sweep.push(block(0, {1, -3, 2}));
  sweep.push(block(3, {5, 0, 0, 0, 0, 0, 0, 9}));
  EXPECT_EQ(sweep.at(0, 0).min, -3);
  EXPECT_EQ(sweep.at(0, 0).max, 5);
  EXPECT_EQ(sweep.at(0, 1).max, 9);
  EXPECT_EQ(sweep.head(), 1);
}

TEST(SweepTest, SaysWhichColumnsAreNewAndNoMore) {
  Sweep sweep = sweepOf(1);
  sweep.push(block(0, std::vector<double>(25, 1.0)));
  const Sweep::Dirty dirty = sweep.push(block(25, std::vector<double>(10, 1.0)));
  EXPECT_EQ(dirty.first, 2);
  EXPECT_EQ(dirty.n, 2);
}

TEST(SweepTest, AGapStaysEmptyAndIsRemembered) {
  Sweep sweep = sweepOf(1);
  sweep.push(block(0, std::vector<double>(20, 1.0)));
  sweep.push(block(60, std::vector<double>(10, 1.0)));
  EXPECT_TRUE(sweep.at(0, 1).any);
  for (int c = 2; c < 6; ++c) EXPECT_FALSE(sweep.at(0, c).any) << c;
  EXPECT_TRUE(sweep.at(0, 6).any);
  ASSERT_EQ(sweep.gaps().size(), 1U);
  EXPECT_EQ(sweep.gaps()[0].framesN, 40);
}

TEST(SweepTest, OldColumnsAndOldGapsGoWhenTheSweepComesRoundAgain) {
  Sweep sweep = sweepOf(1);
  sweep.push(block(0, std::vector<double>(20, 7.0)));
  sweep.push(block(60, std::vector<double>(10, 1.0)));
  sweep.push(block(70, std::vector<double>(1000, 2.0)));
  EXPECT_EQ(sweep.at(0, 0).max, 2);
  EXPECT_TRUE(sweep.gaps().empty());
}

TEST(SweepTest, StartsAfreshWhenTheRecordingBegins) {
  Sweep sweep = sweepOf(1);
  sweep.push(block(500, std::vector<double>(100, 7.0)));
  sweep.push(block(0, std::vector<double>(10, 1.0)));
  EXPECT_EQ(sweep.head(), 1);
  EXPECT_FALSE(sweep.at(0, 55).any);
  EXPECT_TRUE(sweep.gaps().empty());
}

TEST(SweepTest, RawSignalWithALargeOffsetIsDrawnAroundItsMiddle) {
  Sweep sweep;
  sweep.reset(1, 100, 10, 100, Sweep::Signal::kRaw);
  sweep.push(block(0, std::vector<double>(50, 30000.0)));
  EXPECT_NEAR(sweep.at(0, 2).max, 0, 1e-3);
}

}  // namespace
