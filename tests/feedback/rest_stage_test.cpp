// In a stage of rest nobody is in target: there is nothing to reach. What they do still shows.
#include <gtest/gtest.h>

#include "tonus/feedback/engine.h"

namespace tonus::feedback {
namespace {

class RestStage : public ::testing::Test {
 protected:
  static ChannelRule channel(const char* rule) {
    ChannelRule c;
    c.rule.kind = rule;
    c.rule.thresholdUv = 4;
    c.rule.upperUv = 8;
    c.rule.holdS = 1;
    return c;
  }
  core::FeedbackFrame run(Engine& engine, double seconds, double uv, bool working, std::uint32_t rep = 1) {
    const core::ChannelQuality good;
    core::FeedbackFrame f;
    for (int i = 0; i < static_cast<int>(100 * seconds); ++i) {
      f = engine.step({at_ += 10}, {&uv, 1}, {&good, 1}, {.scored = true, .working = working, .rep = rep}, {&shown_, 1});
      if (!working && (f.inTarget || shown_.inTarget)) ADD_FAILURE() << "in target while resting";
    }
    return f;
  }
  std::int64_t at_ = 0;
  core::ChannelFeedback shown_;
};

TEST_F(RestStage, NothingIsInTargetUpOrDownAndTheLevelStillFollows) {
  const std::pair<const char*, double> rules[] = {{"above", 6}, {"below", 2}, {"inside", 6}, {"follow", 4}};
  for (const auto& [rule, uv] : rules) {
    SCOPED_TRACE(rule);
    Engine engine({channel(rule)}, 1000, 10, 200);
    EXPECT_TRUE(run(engine, 2, uv, true).inTarget);
    EXPECT_TRUE(shown_.inTarget);
    const float working = shown_.level;
    EXPECT_EQ(run(engine, 1, uv, false).level, working);
    EXPECT_EQ(shown_.level, working);
    EXPECT_EQ(shown_.thresholdUv, run(engine, 1, uv, true).inTarget ? shown_.thresholdUv : -1);
  }
}

TEST_F(RestStage, WhatIsCountedAndPaidIsTheWorkAndNothingElse) {
  Engine engine({channel("below")}, 1000, 10, 200);
  run(engine, 3, 2, true, 1);
  const auto rest = run(engine, 10, 2, false, 1);
  EXPECT_EQ(rest.reps, 1U);
  EXPECT_FLOAT_EQ(rest.scoredS, 3);
  EXPECT_FLOAT_EQ(rest.rewardS, 3 - 0.29F);
  EXPECT_TRUE(run(engine, 0.01, 2, true, 2).inTarget) << "who is there already need not arrive again";
  EXPECT_EQ(run(engine, 3, 2, true, 2).reps, 2U);
}

TEST_F(RestStage, AContractionIsLetGoOfInIt) {
  Engine engine({channel("contract_relax")}, 1000, 10, 200);
  run(engine, 2, 20, true);
  EXPECT_EQ(run(engine, 2, 2, false).reps, 1U);
  ASSERT_TRUE(engine.releaseS());
}

}  // namespace
}  // namespace tonus::feedback
