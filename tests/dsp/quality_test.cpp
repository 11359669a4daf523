#include <gtest/gtest.h>

#include <random>

#include "quality_run.h"

namespace tonus::dsp {
namespace {

using core::QualityReason;
using test::shareOf;
using test::Signal;
using test::usableShare;

Signal muscle(double rateHz, double rmsUv, double seconds, double offsetUv = 0) {
  Signal s;
  s.rateHz = rateHz;
  std::mt19937 random(11);
  std::normal_distribution<double> normal(offsetUv, rmsUv);
  s.counts.resize(static_cast<std::size_t>(seconds * rateHz));
  for (std::size_t n = 0; n < s.counts.size(); ++n) s.setUv(n, normal(random));
  return s;
}

TEST(Quality, SpeaksTenTimesASecondOnTheAbsoluteIndex) {
  const auto frames = test::judge(muscle(1000, 10, 2));
  ASSERT_EQ(frames.size(), 20u);
  for (std::size_t k = 0; k < frames.size(); ++k)
    EXPECT_EQ(frames[k].at.value, static_cast<std::int64_t>(100 * (k + 1)));
}

TEST(Quality, QuietMuscleOnThreeHundredMillivoltsIsGood) {
  for (const double rate : {250.0, 500.0, 1000.0, 2000.0, 4000.0})
    for (const double offset : {0.0, 3e5, -3e5}) {
      const auto frames = test::judge(muscle(rate, 2, 5, offset));
      EXPECT_EQ(usableShare(frames), 1.0) << rate << " Hz, " << offset;
    }
}

TEST(Quality, IsSettlingUntilHalfASecondWasSeenAndUntilTheFiltersAreWarm) {
  const Signal s = muscle(1000, 10, 3);
  QualityMonitor monitor(s.stream(), 20, 450);
  std::vector<core::QualityFrame> frames;
  const auto block = test::blockOf(s, 0, 3000);
  monitor.push(block, test::uvOf(block, s.format), {1250}, frames);
  for (const auto& f : frames) EXPECT_EQ(f.channels[0].has(QualityReason::kSettling), f.at.value < 1350) << f.at.value;
  for (const auto& f : test::judge(s))
    EXPECT_EQ(f.channels[0].has(QualityReason::kSettling), f.at.value < 500) << f.at.value;
}

TEST(Quality, AnySplitGivesTheSameVerdicts) {
  Signal s = muscle(1000, 10, 6);
  for (std::size_t n = 2000; n < 2600; ++n) s.setUv(n, 0);
  for (std::size_t n = 3333; n < 3900; ++n) s.setUv(n, s.uv(n) + 100 * std::sin(0.314159 * static_cast<double>(n)));
  for (std::size_t n = 5000; n < 5050; ++n) s.counts[n] = s.format.maxCount;
  const auto whole = test::judge(s, 6000);
  for (const std::size_t block : {1u, 7u, 64u, 100u, 257u}) {
    const auto frames = test::judge(s, block);
    ASSERT_EQ(frames.size(), whole.size());
    for (std::size_t k = 0; k < frames.size(); ++k)
      EXPECT_EQ(frames[k].channels, whole[k].channels) << block << " " << k;
  }
}

TEST(Quality, SaysLostForHalfASecondAndStartsAfreshAfterAGap) {
  const Signal s = muscle(1000, 10, 4);
  QualityMonitor monitor(s.stream(), 20, 450);
  std::vector<core::QualityFrame> frames;
  auto block = test::blockOf(s, 0, 1950);
  monitor.push(block, test::uvOf(block, s.format), {0}, frames);
  block = test::blockOf(s, 2030, 1970);
  block.lostBefore = 80;
  monitor.push(block, test::uvOf(block, s.format), {0}, frames);
  bool seen = false;
  for (const auto& f : frames) {
    const bool lost = f.at.value > 2030 && f.at.value < 2530;
    EXPECT_EQ(f.channels[0].has(QualityReason::kLost), lost) << f.at.value;
    EXPECT_EQ(f.channels[0].usable(), !lost && f.at.value >= 500) << f.at.value;
    seen = seen || lost;
    EXPECT_EQ(describe(f.channels[0]) == "samples lost", lost);
  }
  EXPECT_TRUE(seen);
}

TEST(Quality, AJumpOfTheIndexIsALossEvenIfNobodyCountedIt) {
  const Signal s = muscle(1000, 10, 4);
  QualityMonitor monitor(s.stream(), 20, 450);
  std::vector<core::QualityFrame> frames;
  auto block = test::blockOf(s, 0, 1000);
  monitor.push(block, test::uvOf(block, s.format), {0}, frames);
  block = test::blockOf(s, 1500, 100);
  monitor.push(block, test::uvOf(block, s.format), {0}, frames);
  EXPECT_TRUE(frames.back().channels[0].has(QualityReason::kLost));
}

TEST(Quality, BelievesTheDeviceAboutItsElectrodes) {
  core::StreamFormat format{1000, {}, 256};
  const Signal s = muscle(1000, 10, 2);
  for (int c = 0; c < 3; ++c) format.channels.push_back(s.format);
  QualityMonitor monitor(format, 20, 450);
  std::vector<core::QualityFrame> frames;
  for (std::size_t n = 0; n < 2000; n += 50) {
    core::RawBlock block;
    block.first = {static_cast<std::int64_t>(n)};
    block.framesN = 50;
    block.channelsN = 3;
    block.leadOffMask = n == 1150 ? 0b010 : 0;
    std::vector<double> uv;
    for (std::size_t k = 0; k < 50; ++k)
      for (int c = 0; c < 3; ++c) {
        block.counts.push_back(s.counts[n + k]);
        uv.push_back(s.uv(n + k));
      }
    monitor.push(block, uv, {0}, frames);
    EXPECT_EQ(monitor.suspect(1), n == 1150);
    EXPECT_FALSE(monitor.suspect(0));
  }
  for (const auto& f : frames)
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_EQ(f.channels[c].has(QualityReason::kElectrodeOff), c == 1 && f.at.value == 1200) << f.at.value;
}

TEST(Quality, SuspectsARailAtOnceAndAStandstillSoon) {
  Signal s = muscle(1000, 10, 4);
  s.counts[2500] = s.counts[2501] = s.format.minCount;
  for (std::size_t n = 3210; n < 3300; ++n) s.counts[n] = 5;
  QualityMonitor monitor(s.stream(), 20, 450);
  std::vector<core::QualityFrame> frames;
  for (std::size_t n = 0; n < s.counts.size(); ++n) {
    const auto block = test::blockOf(s, n, 1);
    monitor.push(block, test::uvOf(block, s.format), {0}, frames);
    EXPECT_EQ(monitor.suspect(0), n == 2501 || (n >= 3259 && n < 3300)) << n;
  }
}

TEST(Quality, ASingleTouchOfARailIsNotClipping) {
  Signal s = muscle(1000, 10, 2);
  s.counts[1510] = s.format.maxCount;
  EXPECT_EQ(shareOf(test::judge(s), QualityReason::kClipping), 0);
  s.counts[1590] = s.format.minCount;
  const auto frames = test::judge(s);
  for (const auto& f : frames)
    EXPECT_EQ(f.channels[0].has(QualityReason::kClipping), f.at.value == 1600 || f.at.value == 1700);
}

TEST(Quality, ACoarseConverterMayRestOnOneCount) {
  Signal s;
  s.format = {"EMG", 11.7, 128, 0, 255, true};
  for (std::size_t n = 0; n < 4000; ++n) s.counts.push_back(n % 150 == 0 ? 129 : 128);
  EXPECT_EQ(shareOf(test::judge(s), QualityReason::kFlat), 0);
  s.format.scaleUvPerCount = 0.1;
  EXPECT_GT(shareOf(test::judge(s), QualityReason::kFlat), 0.9);
}

TEST(Quality, HumTooWeakToMatterIsNoFault) {
  Signal s = muscle(1000, 0.8, 4);
  const Signal quiet = s;
  for (std::size_t n = 0; n < s.counts.size(); ++n)
    s.setUv(n, quiet.uv(n) + 1.7 * 1.414 * std::sin(0.3141592653 * static_cast<double>(n)));
  EXPECT_EQ(usableShare(test::judge(s)), 1.0);
  for (std::size_t n = 0; n < s.counts.size(); ++n)
    s.setUv(n, quiet.uv(n) + 2.4 * 1.414 * std::sin(0.3141592653 * static_cast<double>(n)));
  EXPECT_EQ(shareOf(test::judge(s), QualityReason::kMains), 1.0);
}

}  // namespace
}  // namespace tonus::dsp
