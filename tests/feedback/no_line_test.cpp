// Without a line nothing is ever in target, whichever way a rule asks, and no law makes one out of nothing.
#include <gtest/gtest.h>

#include "tonus/feedback/engine.h"

namespace tonus::feedback {
namespace {

class NoLine : public ::testing::Test {
 protected:
  static ChannelRule channel(const char* rule, const char* law, double start) {
    ChannelRule c;
    c.rule.kind = rule;
    c.rule.noiseUv = 1;
    c.law.kind = law;
    c.law.start = start;
    c.law.easierBelow = 10;
    return c;
  }
  /// Seconds in target within `seconds`, of repetitions of 5 s.
  double inTargetS(Engine& engine, double uv, double seconds) {
    double in = 0;
    const core::ChannelQuality good;
    core::ChannelFeedback shown;
    for (int i = 0; i < static_cast<int>(100 * seconds); ++i) {
      const HopState state{.scored = true, .rep = 1U + static_cast<unsigned>(i) / 500, .targetOfReference = target_};
      const auto f = engine.step({at_ += 10}, {&uv, 1}, {&good, 1}, state, {&shown, 1});
      if (f.inTarget || shown.inTarget || f.rewardS > 0 || f.reps > 0) in += 0.01;
    }
    return in;
  }
  std::int64_t at_ = 0;
  double target_ = 0;
};

TEST_F(NoLine, AReferenceThatWasNoneTakesItsLineWithIt) {
  for (const char* rule : {"above", "below", "inside"}) {
    SCOPED_TRACE(rule);
    Engine engine({channel(rule, "reference", 0.4)}, 1000, 10, 200);
    engine.setReference(0, 20);
    EXPECT_DOUBLE_EQ(engine.thresholdUv(0), 8);
    engine.setReference(0, 0);
    ASSERT_EQ(engine.changes().size(), 1U);
    EXPECT_EQ(engine.changes()[0].value, 0);
    EXPECT_EQ(engine.thresholdUv(0), 0);
    for (const double uv : {0.0, 0.5, 5.0, 500.0}) EXPECT_EQ(inTargetS(engine, uv, 10), 0) << uv;
    engine.setReference(0, 50);
    EXPECT_DOUBLE_EQ(engine.thresholdUv(0), 20);
  }
}

TEST_F(NoLine, ALinePutByAPersonStaysWhenTheReferenceIsTakenBack) {
  Engine engine({channel("above", "reference", 0.4)}, 1000, 10, 200);
  engine.setReference(0, 20);
  engine.setThreshold(0, 12);
  engine.setReference(0, 0);
  EXPECT_EQ(engine.thresholdUv(0), 12);
}

TEST_F(NoLine, RepetitionsThatCouldNotSucceedMakeNoneEasier) {
  Engine engine({channel("above", "reference", 0.4)}, 1000, 10, 200);
  EXPECT_EQ(inTargetS(engine, 5, 200), 0) << "40 repetitions, and a noise floor that lines do not go below";
  EXPECT_EQ(engine.thresholdUv(0), 0);
}

TEST_F(NoLine, AShareOfAReferenceThatIsNotKnownIsNoLine) {
  target_ = 0.2;
  for (const char* rule : {"above", "below", "inside"}) {
    ChannelRule c = channel(rule, "manual", 0);
    c.rule.thresholdUv = 4;
    c.rule.upperUv = 8;
    Engine engine({c}, 1000, 10, 200);
    for (const double uv : {2.0, 6.0, 20.0}) EXPECT_EQ(inTargetS(engine, uv, 5), 0) << rule;
  }
}

TEST_F(NoLine, ALineForMoreStandsClearOfTheRestingLevelWhicheverIsKnownFirst) {
  for (const bool baselineFirst : {true, false}) {
    Engine engine({channel("above", "reference", 0.4)}, 1000, 10, 200);
    if (baselineFirst) engine.setBaseline(0, 8);
    engine.setReference(0, 20);
    if (!baselineFirst) engine.setBaseline(0, 8);
    EXPECT_DOUBLE_EQ(engine.thresholdUv(0), 12) << "0.4 x 20 is the resting level itself";
    ASSERT_EQ(engine.changes().size(), 1U);
    EXPECT_EQ(inTargetS(engine, 8, 20), 0);
    engine.setReference(0, 100);
    EXPECT_DOUBLE_EQ(engine.thresholdUv(0), 40);
  }
  Engine less({channel("below", "reference", 0.4)}, 1000, 10, 200);
  less.setReference(0, 20);
  less.setBaseline(0, 8);
  EXPECT_DOUBLE_EQ(less.thresholdUv(0), 8) << "a line for less is not made easier by it";
}

TEST_F(NoLine, TheNextVisitKeepsItsOwnWhereTheLastHadNone) {
  VisitEnd last;
  last.rule.kind = "above";
  last.rule.referenceUv = 10;
  RuleSettings today;
  today.kind = "above";
  today.thresholdUv = 30;
  LawSettings law;
  law.kind = "reference";
  EXPECT_EQ(nextVisit(last, law, today).thresholdUv, 30);
  today.thresholdUv = 0;
  today.noiseUv = 2;
  EXPECT_EQ(nextVisit(last, law, today).thresholdUv, 0) << "a noise floor makes no line";
}

}  // namespace
}  // namespace tonus::feedback
