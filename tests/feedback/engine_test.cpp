#include "tonus/feedback/engine.h"

#include <gtest/gtest.h>

namespace tonus::feedback {
namespace {

using core::ChannelFeedback;
using core::ChannelQuality;
using core::QualityReason;

// 1000 Hz, hops of 10 ms, faults noticed within 200 ms.
class EngineTest : public ::testing::Test {
 protected:
  static ChannelRule below(double thresholdUv, Role role = Role::kTrain) {
    ChannelRule c;
    c.role = role;
    c.rule.thresholdUv = thresholdUv;
    return c;
  }
  core::FeedbackFrame run(Engine& engine, int hops, std::vector<double> uv, std::vector<ChannelQuality> q = {},
                          bool scored = true, bool paused = false) {
    q.resize(uv.size());
    channels_.resize(uv.size());
    core::FeedbackFrame f;
    for (int i = 0; i < hops; ++i) f = engine.step({at_ += 10}, uv, q, {.scored = scored, .paused = paused}, channels_);
    return f;
  }
  std::int64_t at_ = 0;
  std::vector<ChannelFeedback> channels_;
};

TEST_F(EngineTest, TheUpperEdgeOfABandMovesByItselfAndWithItsLine) {
  ChannelRule c = below(4);
  c.rule.kind = "inside";
  c.rule.upperUv = 8;
  Engine engine({c}, 1000, 10, 200);
  EXPECT_FALSE(run(engine, 50, {9}).inTarget);
  engine.setUpperEdge(0, 10);
  EXPECT_TRUE(run(engine, 50, {9}).inTarget);
  engine.setUpperEdge(0, 3);   // below the line: no band
  EXPECT_TRUE(run(engine, 50, {9}).inTarget);
  engine.setThreshold(0, 8);   // the ratio stays: 8 to 20
  EXPECT_TRUE(run(engine, 50, {19}).inTarget);
  engine.setUpperEdge(7, 10);  // no such channel
}

TEST_F(EngineTest, TargetIsReachedOnlyAfterTheDwell) {
  Engine engine({below(4)}, 1000, 10, 200);
  EXPECT_FALSE(run(engine, 29, {3}).inTarget);
  EXPECT_TRUE(run(engine, 1, {3}).inTarget);
  EXPECT_FALSE(run(engine, 1, {9}).inTarget);
  EXPECT_FALSE(run(engine, 29, {3}).inTarget);
}

TEST_F(EngineTest, AllTrainedChannelsMustBeInTargetAndMonitorsDoNotMatter) {
  Engine engine({below(4), below(4), below(4, Role::kMonitor)}, 1000, 10, 200);
  EXPECT_FALSE(run(engine, 100, {3, 9, 1}).inTarget);
  const auto f = run(engine, 100, {3, 3, 90});
  EXPECT_TRUE(f.inTarget);
  EXPECT_FALSE(channels_[2].inTarget);
}

TEST_F(EngineTest, RewardIsPaidInArrearsAndNeverForASignalThatTurnsOutBad) {
  Engine engine({below(4)}, 1000, 10, 200);
  EXPECT_EQ(run(engine, 29 + 20, {3}).rewardS, 0) << "dwell and arrears are not over yet";
  EXPECT_FLOAT_EQ(run(engine, 101, {3}).rewardS, 1.01F);
  ChannelQuality off;
  off.add(QualityReason::kElectrodeOff);
  // The 200 ms before the verdict were owed; they are lost, and nothing is paid while it lasts.
  const float before = run(engine, 20, {0}).rewardS;
  EXPECT_FLOAT_EQ(before, 1.21F);
  const auto bad = run(engine, 500, {0}, {off});
  EXPECT_FLOAT_EQ(bad.rewardS, before);
  EXPECT_FALSE(bad.inTarget);
  EXPECT_FALSE(bad.usable);
  EXPECT_EQ(bad.level, 0);
  EXPECT_TRUE(bad.quality.has(QualityReason::kElectrodeOff));
}

TEST_F(EngineTest, PauseAndUnscoredPhasesPayNothing) {
  Engine engine({below(4)}, 1000, 10, 200);
  run(engine, 200, {3}, {}, false);
  EXPECT_EQ(run(engine, 200, {3}, {}, true, true).scoredS, 0);
  EXPECT_FALSE(run(engine, 1, {3}, {}, true, true).inTarget);
}

TEST_F(EngineTest, ScoredTimeRunsWithoutTargetToo) {
  Engine engine({below(4)}, 1000, 10, 200);
  const auto f = run(engine, 120, {9});
  EXPECT_FLOAT_EQ(f.scoredS, 1.0F);
  EXPECT_EQ(f.rewardS, 0);
}

TEST_F(EngineTest, HoldsAreCountedOncePerSpell) {
  Engine engine({below(4)}, 1000, 10, 200);
  EXPECT_EQ(run(engine, 29 + 299, {3}).reps, 0U);
  EXPECT_EQ(run(engine, 1, {3}).reps, 1U);
  EXPECT_EQ(run(engine, 1000, {3}).reps, 1U);
  run(engine, 10, {9});
  EXPECT_EQ(run(engine, 400, {3}).reps, 2U);
  engine.startPhase();
  EXPECT_EQ(run(engine, 1, {9}).reps, 0U);
}

TEST_F(EngineTest, ABandKeepsItsWidthRatioWhenItsLineMoves) {
  ChannelRule c = below(4);
  c.rule.kind = "inside";
  c.rule.upperUv = 8;
  Engine engine({c}, 1000, 10, 0);
  engine.setThreshold(0, 2);
  EXPECT_TRUE(run(engine, 40, {3.9}).inTarget);
  EXPECT_FALSE(run(engine, 40, {4.5}).inTarget);
}

TEST_F(EngineTest, ABandWithoutAnUpperEdgeIsAnOctaveAboveItsLine) {
  ChannelRule c = below(0);
  c.rule.kind = "inside";
  Engine engine({c}, 1000, 10, 0);
  EXPECT_FALSE(run(engine, 40, {3}).inTarget);
  engine.setThreshold(0, 2);
  EXPECT_TRUE(run(engine, 40, {3}).inTarget);
  EXPECT_FALSE(run(engine, 40, {4.5}).inTarget);
  engine.setThreshold(0, 4);
  EXPECT_TRUE(run(engine, 40, {7}).inTarget);
}

TEST_F(EngineTest, WithoutATrainedChannelNothingIsUsable) {
  Engine engine({below(4, Role::kMonitor)}, 1000, 10, 200);
  EXPECT_FALSE(run(engine, 100, {3}).usable);
}

TEST_F(EngineTest, AGapStartsTheDwellAgainAndForfeitsWhatIsOwed) {
  Engine engine({below(4)}, 1000, 10, 200);
  const float before = run(engine, 100, {3}).rewardS;
  engine.interrupt();
  const auto f = run(engine, 29, {3});
  EXPECT_FALSE(f.inTarget);
  EXPECT_FLOAT_EQ(f.rewardS, before);
}

TEST_F(EngineTest, AShortDipDoesNotBreakAHoldButDoesNotCountForIt) {
  ChannelRule c = below(4);
  c.rule.dwellMs = 0;
  c.rule.holdS = 1;
  c.rule.dipMs = 100;
  Engine engine({c}, 1000, 10, 200);
  run(engine, 60, {3});
  EXPECT_EQ(run(engine, 10, {9}).reps, 0U);
  const auto f = run(engine, 39, {3});
  EXPECT_EQ(f.reps, 0U);
  EXPECT_FLOAT_EQ(f.heldS, 0.99F);
  EXPECT_EQ(run(engine, 1, {3}).reps, 1U);
  EXPECT_EQ(run(engine, 11, {9}).heldS, 0);
}

TEST_F(EngineTest, NothingIsCountedInTheRefractoryTime) {
  ChannelRule c = below(4);
  c.rule.dwellMs = 0;
  c.rule.holdS = 0.5;
  c.rule.refractoryMs = 1000;
  Engine engine({c}, 1000, 10, 200);
  EXPECT_EQ(run(engine, 50, {3}).reps, 1U);
  run(engine, 5, {9});
  EXPECT_EQ(run(engine, 60, {3}).reps, 1U) << "too soon after the first";
  run(engine, 50, {9});
  EXPECT_EQ(run(engine, 50, {3}).reps, 2U);
}

TEST_F(EngineTest, ARepetitionOfTheProtocolSucceedsOnceAndOnlyWhileItIsWorkedAt) {
  ChannelRule c = below(4);
  c.rule.dwellMs = 0;
  c.rule.holdS = 0.5;
  Engine engine({c}, 1000, 10, 200);
  const auto at = [&](int hops, double uv, std::uint32_t rep, bool working) {
    core::FeedbackFrame f;
    channels_.resize(1);
    const std::vector<double> envelope{uv};
    const std::vector<ChannelQuality> good(1);
    for (int i = 0; i < hops; ++i)
      f = engine.step({at_ += 10}, envelope, good, {.scored = true, .working = working, .rep = rep}, channels_);
    return f;
  };
  EXPECT_EQ(at(60, 3, 1, true).reps, 1U);
  at(10, 9, 1, true);
  EXPECT_EQ(at(60, 3, 1, true).reps, 1U) << "the same repetition";
  EXPECT_EQ(at(100, 3, 1, false).reps, 1U) << "rest";
  EXPECT_EQ(at(49, 3, 2, true).reps, 1U) << "what was held in the rest is not held in the next";
  EXPECT_EQ(at(1, 3, 2, true).reps, 2U);
}

TEST_F(EngineTest, AShortRepetitionWaitsForTheVerdictsThatCoverIt) {
  ChannelRule c = below(4);
  c.rule.dwellMs = 0;
  c.rule.holdS = 0.1;
  Engine engine({c}, 1000, 10, 200);
  run(engine, 10, {3});
  EXPECT_EQ(run(engine, 9, {9}).reps, 0U);
  EXPECT_EQ(run(engine, 1, {9}).reps, 1U);
  ChannelQuality off;
  off.add(QualityReason::kElectrodeOff);
  run(engine, 10, {3});
  run(engine, 5, {3}, {off});
  EXPECT_EQ(run(engine, 100, {9}).reps, 1U) << "it was the electrode";
}

TEST_F(EngineTest, WhatCannotBeToldFromNoiseIsNeverInTarget) {
  ChannelRule c = below(4);
  c.rule.noiseUv = 1;
  Engine engine({c}, 1000, 10, 200);
  const auto noise = run(engine, 500, {1.1});
  EXPECT_FALSE(noise.usable);
  EXPECT_EQ(noise.scoredS, 0);
  EXPECT_TRUE(noise.quality.has(QualityReason::kOnlyNoise));
  EXPECT_TRUE(run(engine, 500, {1.4}).inTarget);
  EXPECT_FALSE(channels_[0].quality.has(QualityReason::kOnlyNoise));
}

TEST_F(EngineTest, ARatioIsNeitherWonNorLostWhileThePartnerRests) {
  ChannelRule upper = below(0), lower = below(0, Role::kMonitor);
  upper.rule.kind = "ratio_below";
  upper.rule.partner = 1;
  upper.rule.referenceUv = 400;
  lower.rule.referenceUv = 200;
  Engine engine({upper, lower}, 1000, 10, 0);
  const auto resting = run(engine, 200, {1, 2});
  EXPECT_EQ(resting.scoredS, 0);
  EXPECT_FALSE(resting.inTarget);
  EXPECT_EQ(engine.ratioNow(0), std::nullopt);
  const auto working = run(engine, 200, {60, 40});   // 15 % over 20 %
  EXPECT_TRUE(working.inTarget);
  EXPECT_FLOAT_EQ(working.scoredS, 2);
  EXPECT_FLOAT_EQ(channels_[0].thresholdUv, 80);
  EXPECT_DOUBLE_EQ(*engine.ratioNow(0), 0.75);
  engine.setThreshold(0, 50);                        // dragged to 12.5 % over 20 %
  EXPECT_DOUBLE_EQ(engine.rule(0).ratio, 0.625);
  EXPECT_FALSE(run(engine, 1, {60, 40}).inTarget);
}

TEST_F(EngineTest, OneMuscleIsTrainedWhileTheOtherStaysQuiet) {
  ChannelRule works = below(50), quiet = below(5, Role::kMonitor);
  works.rule.kind = "above_quiet";
  works.rule.partner = 1;
  Engine engine({works, quiet}, 1000, 10, 0);
  EXPECT_TRUE(run(engine, 50, {60, 4}).inTarget);
  EXPECT_FALSE(run(engine, 50, {60, 9}).inTarget);
  EXPECT_FALSE(run(engine, 50, {40, 4}).inTarget);
}

TEST_F(EngineTest, ACurveIsShownOnTheScaleOfTheLevelAndAhead) {
  ChannelRule c = below(100);
  c.rule.kind = "follow";
  c.rule.curve = {{0, 0}, {2, 1}, {10, 1}};
  Engine engine({c}, 1000, 10, 0);
  channels_.resize(1);
  const std::vector<double> uv{50};
  const std::vector<ChannelQuality> good(1);
  const auto f = engine.step({10}, uv, good, {.scored = true, .stageS = 1}, channels_);
  EXPECT_FLOAT_EQ(f.follow, core::kTargetLevel / 2);
  EXPECT_FLOAT_EQ(f.level, core::kTargetLevel / 2);
  EXPECT_FLOAT_EQ(f.ahead[0], core::kTargetLevel);
  EXPECT_FLOAT_EQ(f.pair[0], f.level);
  EXPECT_EQ(f.pair[1], -1);
}

TEST_F(EngineTest, AfterAFaultNothingIsWonOrLostUntilTheEnvelopeHasForgottenIt) {
  ChannelRule c = below(4);
  c.rule.recoverMs = 500;
  Engine engine({c}, 1000, 10, 0);
  ChannelQuality off;
  off.add(QualityReason::kElectrodeOff);
  run(engine, 10, {3}, {off});
  const auto recovering = run(engine, 49, {3});
  EXPECT_TRUE(recovering.usable);
  EXPECT_EQ(recovering.scoredS, 0);
  EXPECT_EQ(recovering.level, 0);
  const auto after = run(engine, 30, {3});
  EXPECT_TRUE(after.inTarget) << "the dwell is over, too";
  EXPECT_NEAR(after.scoredS, 0.3, 0.011);
}

TEST_F(EngineTest, ASteadyLevelIsNoiseWhereARestlessOneIsAMuscle) {
  ChannelRule c = below(4);
  c.rule.noiseUv = 3;   // taken from a muscle that did not let go
  Engine engine({c}, 1000, 10, 0);
  core::FeedbackFrame f;
  for (int second = 0; second < 40; ++second) f = run(engine, 100, {second % 6 < 3 ? 2.6 : 3.4});
  EXPECT_TRUE(f.usable);
  for (int second = 0; second < 40; ++second) f = run(engine, 100, {3});
  EXPECT_FALSE(f.usable);
}

}  // namespace
}  // namespace tonus::feedback
