// A phase that is judged by a rule of its own, and what is left of it afterwards: nothing.
#include <gtest/gtest.h>

#include "tonus/feedback/engine.h"

namespace tonus::feedback {
namespace {

using core::ChannelFeedback;
using core::ChannelQuality;

constexpr double kOff = 8, kOn = 3;  // µV, of channels whose own line is 4

ChannelRule below(double lineUv, Role role = Role::kTrain) {
  ChannelRule c;
  c.role = role;
  c.rule.thresholdUv = lineUv;
  c.rule.referenceUv = 100;
  return c;
}

RuleSettings rule(std::string kind, double lineUv = 0) {
  RuleSettings s;
  s.kind = std::move(kind);
  s.thresholdUv = lineUv;
  s.holdS = 0.5;
  return s;
}

// 1000 Hz, hops of 10 ms, faults noticed within 200 ms.
class PhaseRule : public ::testing::Test {
 protected:
  core::FeedbackFrame run(Engine& engine, int hops, std::vector<double> uv, HopState state = {.scored = true}) {
    shown_.resize(uv.size());
    const std::vector<ChannelQuality> good(uv.size());
    core::FeedbackFrame f;
    for (int i = 0; i < hops; ++i) {
      f = engine.step({at_ += 10}, uv, good, state, shown_);
      moves_ += engine.changes().size();
    }
    return f;
  }
  std::int64_t at_ = 0;
  std::vector<ChannelFeedback> shown_;
  std::size_t moves_ = 0;
};

TEST_F(PhaseRule, JudgesItsPhaseAndNoOther) {
  Engine engine({below(4)}, 1000, 10, 200);
  EXPECT_TRUE(run(engine, 100, {kOn}).inTarget);
  const RuleSettings own = rule("above", 20);
  engine.startPhase(&own);
  EXPECT_TRUE(engine.judgedByPhase(0));
  EXPECT_FALSE(run(engine, 100, {kOn}).inTarget);
  EXPECT_TRUE(run(engine, 100, {25}).inTarget);
  EXPECT_EQ(shown_[0].thresholdUv, 20);
  EXPECT_EQ(engine.thresholdUv(0), 20);
  EXPECT_EQ(engine.rule(0).kind, "below") << "the channel's own is still known";
  engine.startPhase();
  EXPECT_FALSE(engine.judgedByPhase(0));
  EXPECT_EQ(engine.thresholdUv(0), 4);
  EXPECT_FALSE(run(engine, 100, {25}).inTarget);
  EXPECT_TRUE(run(engine, 100, {kOn}).inTarget);
  EXPECT_EQ(shown_[0].thresholdUv, 4);
}

TEST_F(PhaseRule, RepetitionsAreJudgedByTheTargetsOfEachWithATolerance) {
  Engine engine({below(4)}, 1000, 10, 200);
  RuleSettings own = rule("follow");
  own.bandOfLine = 0.2;
  engine.startPhase(&own);
  for (const double share : {0.1, 0.2, 0.3}) {
    const HopState work{.scored = true, .rep = 1, .targetOfReference = share};
    EXPECT_TRUE(run(engine, 100, {100 * share * 1.15}, work).inTarget) << share;
    EXPECT_NEAR(shown_[0].thresholdUv, 100 * share, 1e-4);
    EXPECT_NEAR(shown_[0].level, 0.7 * 1.15, 1e-3) << "how hard the muscle works, the line at the target";
    EXPECT_FALSE(run(engine, 100, {100 * share * 1.4}, work).inTarget);
    EXPECT_FALSE(run(engine, 100, {100 * share * 0.7}, work).inTarget);
  }
}

TEST_F(PhaseRule, CountsRepetitionsByItsOwnHold) {
  ChannelRule c = below(4);
  c.rule.holdS = 3;
  Engine engine({c}, 1000, 10, 200);
  const RuleSettings own = rule("above", 20);
  engine.startPhase(&own);
  EXPECT_EQ(run(engine, 110, {25}).reps, 1U);
  engine.startPhase();
  EXPECT_EQ(run(engine, 300, {kOn}).reps, 0U);
  EXPECT_EQ(run(engine, 60, {kOn}).reps, 1U);
}

TEST_F(PhaseRule, ALineMovedByAPersonHoldsForThePhaseOnly) {
  Engine engine({below(4)}, 1000, 10, 200);
  RuleSettings own = rule("above", 20);
  engine.startPhase(&own);
  run(engine, 1, {25});
  engine.setThreshold(0, 30);
  EXPECT_FALSE(run(engine, 100, {25}).inTarget);
  EXPECT_EQ(shown_[0].thresholdUv, 30);
  EXPECT_EQ(engine.rule(0).thresholdUv, 4);
  engine.startPhase(&own);
  EXPECT_TRUE(run(engine, 100, {25}).inTarget) << "the next one begins as the protocol says";
  engine.startPhase();
  EXPECT_EQ(engine.thresholdUv(0), 4);
}

TEST_F(PhaseRule, ALineMovedByAPersonMovesTheTargetsOfTheRepetitionsThatFollow) {
  Engine engine({below(4)}, 1000, 10, 200);
  RuleSettings own = rule("inside");
  engine.startPhase(&own);
  run(engine, 1, {10}, {.scored = true, .targetOfReference = 0.10});
  engine.setThreshold(0, 8);
  run(engine, 1, {10}, {.scored = true, .targetOfReference = 0.10});
  EXPECT_NEAR(shown_[0].thresholdUv, 8, 1e-5);
  run(engine, 1, {10}, {.scored = true, .targetOfReference = 0.30});
  EXPECT_NEAR(shown_[0].thresholdUv, 24, 1e-5);
  engine.setUpperEdge(0, 27);
  const HopState third{.scored = true, .targetOfReference = 0.30};
  EXPECT_FALSE(run(engine, 100, {28.5}, third).inTarget);
  EXPECT_TRUE(run(engine, 100, {26}, third).inTarget);
  EXPECT_EQ(engine.rule(0).thresholdUv, 4);
  EXPECT_EQ(engine.rule(0).upperUv, 0);
}

TEST_F(PhaseRule, TheChannelsOwnLineCanBeMovedMeanwhile) {
  Engine engine({below(4)}, 1000, 10, 200);
  const RuleSettings own = rule("above", 20);
  engine.startPhase(&own);
  run(engine, 1, {25});
  engine.setThreshold(0, 6, Whose::kChannel);
  run(engine, 1, {25});
  EXPECT_EQ(shown_[0].thresholdUv, 20);
  engine.startPhase();
  EXPECT_EQ(engine.thresholdUv(0), 6);
}

TEST_F(PhaseRule, ALineItDoesNotSayBeginsWhereTheChannelsIsAndABandGetsItsUpperEdge) {
  Engine engine({below(4)}, 1000, 10, 200);
  const RuleSettings own = rule("inside");
  engine.startPhase(&own);
  EXPECT_TRUE(run(engine, 100, {7}).inTarget) << "4 µV to an octave above";
  EXPECT_FALSE(run(engine, 100, {9}).inTarget);
}

TEST_F(PhaseRule, WhatIsMeasuredMeanwhileIsKnownToBoth) {
  ChannelRule c = below(4);
  c.law.kind = "reference";
  c.law.start = 0.05;
  Engine engine({c}, 1000, 10, 200);
  const RuleSettings own = rule("inside");
  engine.startPhase(&own);
  engine.setReference(0, 200);
  run(engine, 1, {10}, {.scored = true, .targetOfReference = 0.10});
  EXPECT_NEAR(shown_[0].thresholdUv, 20, 1e-5);
  engine.startPhase();
  EXPECT_DOUBLE_EQ(engine.thresholdUv(0), 10) << "the law's new line, in its own place";
}

TEST_F(PhaseRule, LawsRestAndLearnNothingFromIt) {
  ChannelRule adaptive = below(4), byReps = below(4);
  adaptive.law.kind = "adaptive";
  byReps.law = {.kind = "shaped", .repsN = 2, .harderFrom = 2};
  const auto play = [&](bool between) {
    std::vector<double> lines;
    Engine engine({adaptive, byReps}, 1000, 10, 200);
    at_ = 0;
    for (int trial = 0; trial < 2; ++trial) {
      for (std::uint32_t rep = 1; rep <= 5; ++rep) {
        run(engine, 350, {kOn, kOn}, {.scored = true, .rep = rep});
        run(engine, 350, {kOff, kOff}, {.scored = true, .rep = rep});
      }
      for (std::size_t c = 0; c < 2; ++c) lines.push_back(engine.thresholdUv(c));
      const RuleSettings own = rule("above", 20);
      const std::size_t before = moves_;
      engine.startPhase(between ? &own : nullptr);
      moves_ += engine.changes().size();
      const std::size_t atBorder = moves_ - before;
      if (between) {
        for (std::uint32_t rep = 1; rep <= 6; ++rep) run(engine, 500, {25, 25}, {.scored = true, .rep = rep});
        EXPECT_EQ(moves_ - before, atBorder) << "nothing moves in it";
        engine.startPhase();
        EXPECT_TRUE(engine.changes().empty()) << "nor for it";
      } else {
        run(engine, 10, {25, 25}, {.scored = false});  // out of target: the dwell starts over here too
      }
    }
    return lines;
  };
  const auto with = play(true), without = play(false);
  EXPECT_EQ(with, without);
  EXPECT_NE(with[2], with[0]) << "the laws do move in between";
}

TEST_F(PhaseRule, APartnerKeepsItsOwnRule) {
  Engine engine({below(4), below(4)}, 1000, 10, 200);
  RuleSettings own = rule("above_quiet", 20);
  own.partner = 1;
  engine.startPhase(&own);
  EXPECT_TRUE(run(engine, 100, {25, kOn}).inTarget);
  EXPECT_FALSE(engine.judgedByPhase(1));
  EXPECT_FALSE(run(engine, 100, {25, kOff}).inTarget);
}

TEST_F(PhaseRule, ChannelsThatAreOnlyWatchedKeepTheirs) {
  Engine engine({below(4), below(4, Role::kMonitor)}, 1000, 10, 200);
  const RuleSettings own = rule("above", 20);
  engine.startPhase(&own);
  EXPECT_TRUE(run(engine, 100, {25, kOff}).inTarget);
  EXPECT_EQ(shown_[1].thresholdUv, 4);
}

}  // namespace
}  // namespace tonus::feedback
