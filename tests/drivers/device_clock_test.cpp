// What arrival times tell: lost turns of a counter, deficits, and the device's true rate. Streams are made here with
// jitter, drift, stalls of the host and losses that only this generator knows.

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "wire/deficit_watch.h"
#include "wire/loss_clock.h"
#include "wire/rate_estimator.h"

namespace tonus::tests {
namespace {

using drivers::wire::DeficitWatch;
using drivers::wire::LossClock;
using drivers::wire::RateEstimator;
using namespace std::chrono_literals;

core::SteadyTime at(double seconds) {
  return core::SteadyTime{} + 1000s + std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

/// A device of `rateHz`, one frame a block, read by a host that may be away.
struct Line {
  double rateHz = 250;
  double jitterS = 0.016;
  std::uint32_t counterFrames = 256;
  std::int64_t frame = 0;    // the device's, lost ones included
  std::int64_t counted = 0;  // as a decoder with that counter sees it
  std::mt19937 random{};
  double hostFreeAt = 0;
  double lastS = 0;

  /// Frames go by and never arrive.
  void lose(std::int64_t n) {
    frame += n;
    counted += counterFrames == 0 ? 0 : n % counterFrames;
  }
  /// The host does not look before then.
  void stallUntil(double seconds) { hostFreeAt = seconds; }
  double nowS() const { return static_cast<double>(frame) / rateHz; }

  struct Placed {
    std::int64_t truth;
    core::RawBlock block;
  };
  std::vector<Placed> run(LossClock& clock, std::int64_t framesN) {
    std::vector<Placed> placed;
    for (std::int64_t i = 0; i < framesN; ++i) {
      ++frame;
      const double arrivedS = nowS() + jitterS * static_cast<double>(random() % 1000) / 1000;
      // While nothing comes the host looks every 20 ms, unless it is away.
      if (const double looked = arrivedS - 0.02; looked > lastS && looked > hostFreeAt) clock.drained(at(looked));
      lastS = std::max(lastS, std::max(arrivedS, hostFreeAt));
      core::RawBlock block;
      block.first = {counted++};
      block.framesN = block.channelsN = 1;
      block.arrival = at(lastS);
      clock.place(block);
      // What waited is taken in one go; only then has the host seen all there was.
      if (lastS > hostFreeAt) clock.drained(at(lastS));
      placed.push_back({frame - 1, std::move(block)});
    }
    return placed;
  }
};

TEST(LossClock, AFullTurnOfTheCounterIsNotNothing) {
  for (const std::int64_t lost : {256, 512, 257, 300, 511, 768, 1000}) {
    Line line;
    LossClock clock(250, 256);
    line.run(clock, 2000);
    line.lose(lost);
    const auto after = line.run(clock, 500);
    for (const auto& p : after) ASSERT_EQ(p.block.first.value, p.truth) << lost << " lost";
    EXPECT_EQ(after.front().block.lostBefore, static_cast<std::uint64_t>(lost - lost % 256));
    EXPECT_TRUE(after.front().block.lossEstimated);
    EXPECT_EQ(after.back().block.lostBefore, 0U);
  }
}

TEST(LossClock, FewerFramesThanATurnAreTheCountersBusiness) {
  for (const std::int64_t lost : {1, 50, 120, 200, 255}) {
    Line line;
    LossClock clock(250, 256);
    line.run(clock, 1000);
    line.lose(lost);
    const auto after = line.run(clock, 500);
    for (const auto& p : after) {
      ASSERT_EQ(p.block.first.value, p.truth);
      ASSERT_FALSE(p.block.lossEstimated);
    }
  }
}

TEST(LossClock, AHostThatWasAwayLostNothing) {
  for (const double stallS : {0.3, 0.6, 1.0, 1.1, 2.0}) {
    Line line;
    LossClock clock(250, 256);
    line.run(clock, 1000);
    line.stallUntil(line.nowS() + stallS);
    for (const auto& p : line.run(clock, 1500)) {
      ASSERT_EQ(p.block.first.value, p.truth) << stallS << " s";
      ASSERT_EQ(p.block.lostBefore, 0U);
    }
  }
}

TEST(LossClock, ATurnLostAfterAStallIsStillSeen) {
  Line line;
  LossClock clock(250, 256);
  line.run(clock, 1000);
  line.stallUntil(line.nowS() + 0.4);
  line.run(clock, 500);
  line.lose(256);
  for (const auto& p : line.run(clock, 200)) ASSERT_EQ(p.block.first.value, p.truth);
}

TEST(LossClock, DriftOfTheDevicesClockIsNoLoss) {
  Line line{.rateHz = 250 * (1 - 200e-6)};  // far beyond a crystal: an hour makes 180 frames
  LossClock clock(250, 256);
  for (const auto& p : line.run(clock, 3600 * 250)) {
    ASSERT_EQ(p.block.first.value, p.truth);
    ASSERT_EQ(p.block.lostBefore, 0U);
  }
}

TEST(LossClock, AResonatorHalfAPercentOffIsNoLossEvenWithoutACounter) {
  Line line{.rateHz = 10000 * 0.995, .jitterS = 0.01, .counterFrames = 0};
  LossClock clock(10000, 0);
  for (const auto& p : line.run(clock, 300'000)) ASSERT_EQ(p.block.lostBefore, 0U);
}

TEST(LossClock, WithoutACounterASilenceBecomesAGapOfAboutThatLength) {
  Line line{.rateHz = 10000, .jitterS = 0.002, .counterFrames = 0};
  LossClock clock(10000, 0);
  line.run(clock, 30000);
  line.lose(5000);
  const auto after = line.run(clock, 30000);
  EXPECT_TRUE(after.front().block.lossEstimated);
  for (const auto& p : after) ASSERT_NEAR(static_cast<double>(p.block.first.value), static_cast<double>(p.truth), clock.boundFrames());
}

TEST(LossClock, EventsMoveWithTheirFrames) {
  LossClock clock(250, 256);
  Line line;
  line.run(clock, 1000);
  core::RawBlock block;
  block.first = {1000};
  block.framesN = block.channelsN = 1;
  block.arrival = at(4 + 1.024);
  clock.drained(at(4 + 1.02));
  block.events.push_back({{1000}, "marker"});
  clock.place(block);
  EXPECT_EQ(block.first.value, 1256);
  EXPECT_EQ(block.events[0].at.value, 1256);
}

TEST(RateEstimator, SaysNothingBeforeTenSeconds) {
  RateEstimator estimator(250);
  for (int i = 0; i <= 250 * 9; ++i) estimator.add(i, at(i / 250.0));
  EXPECT_FALSE(estimator.estimate());
}

TEST(RateEstimator, FindsTheTrueRateThroughJitterAndBursts) {
  struct Bridge {
    double holdsS;     // a latency timer; it can keep step with the device and hide up to a sample
    double withinPpm;
  };
  for (const Bridge bridge : {Bridge{0.001, 40}, Bridge{0.016, 150}})
    for (const double trueHz : {250.0, 250.05, 249.9875, 256.0, 252.5}) {
      std::mt19937 random(7);
      std::exponential_distribution<double> late(1 / 0.003);
      RateEstimator estimator(trueHz > 255 ? 256 : 250);
      double arrivedS = 0;
      for (int i = 1; i <= static_cast<int>(30 * trueHz); ++i) {
        arrivedS = std::max(arrivedS, std::ceil(i / trueHz / bridge.holdsS) * bridge.holdsS + late(random));
        estimator.add(i, at(arrivedS));
      }
      const auto estimate = estimator.estimate();
      ASSERT_TRUE(estimate);
      EXPECT_NEAR(estimate->rateHz / trueHz, 1, bridge.withinPpm * 1e-6) << trueHz << " Hz, " << bridge.holdsS << " s";
      EXPECT_LT(estimate->errorPpm, bridge.withinPpm);
      EXPECT_GE(estimate->overS, 10);
    }
}

TEST(RateEstimator, TellsAShieldsTrueRateFromItsNominalOne) {
  RateEstimator estimator(10000);
  for (int i = 0; i <= 20 * 10050; i += 31) estimator.add(i, at(i / 10050.25 + (i % 97) * 1e-5));
  ASSERT_TRUE(estimator.estimate());
  EXPECT_NEAR(estimator.estimate()->rateHz, 10050.25, 0.3);
}

TEST(RateEstimator, FollowsAClockThatDrifts) {
  RateEstimator estimator(1000);
  double t = 0;
  for (int i = 0; i < 200'000; ++i) {
    t += (1 - 100e-6 * i / 200'000) / 1000;  // from 0 to +100 ppm
    estimator.add(i, at(t + (i % 13) * 1e-4));
  }
  EXPECT_NEAR(estimator.estimate()->rateHz, 1000 * (1 + 85e-6), 1000 * 10e-6) << "the mean of the last minute";
}

/// Frames in transfers of 15.5 (HID reports), some of them dropped; the suspicions of a minute.
std::vector<DeficitWatch::Suspicion> watch(double trueHz, const std::vector<double>& lossesAtS, int reportsEach) {
  DeficitWatch deficits(10000, 15.5);
  std::mt19937 random(3);
  std::vector<DeficitWatch::Suspicion> all;
  double frames = 0;
  std::size_t loss = 0;
  int skip = 0;
  for (int report = 1; report < static_cast<int>(60 * trueHz / 15.5); ++report) {
    const double t = report * 15.5 / trueHz;
    if (loss < lossesAtS.size() && t > lossesAtS[loss]) skip = reportsEach, ++loss;
    if (skip > 0) {
      --skip;
      continue;
    }
    frames += 15.5;
    if (const auto s = deficits.add(static_cast<std::int64_t>(frames), at(t + 0.001 * static_cast<double>(random() % 100) / 100))) all.push_back(*s);
  }
  return all;
}

TEST(DeficitWatch, ATooLowRateIsASuspicionWithANumberAndABound) {
  const auto suspicions = watch(10000, {34, 34.5, 35, 35.5, 36}, 2);  // 155 frames in one window
  ASSERT_EQ(suspicions.size(), 1U);
  EXPECT_NEAR(suspicions[0].framesN, 155, suspicions[0].boundN);
  EXPECT_LE(suspicions[0].boundN, 31);
}

TEST(DeficitWatch, ACleanStreamRaisesNoSuspicionWhateverItsClock) {
  for (const double trueHz : {10000.0, 9995.0, 10050.25, 9990.0}) EXPECT_TRUE(watch(trueHz, {}, 0).empty()) << trueHz;
}

}  // namespace
}  // namespace tonus::tests
