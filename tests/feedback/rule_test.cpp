// Contract over the whole rule registry, then what is particular to each.
#include "tonus/feedback/rule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tonus/core/processed.h"

namespace tonus::feedback {
namespace {

RuleSettings settingsFor(std::string_view kind) {
  RuleSettings s;
  s.kind = kind;
  s.thresholdUv = 4;
  s.upperUv = kind == "inside" ? 8 : 0;
  s.hysteresis = 0.1;
  return s;
}

TEST(RuleRegistry, EveryRuleKeepsItsLevelInRangeAndMeetsTheLineAtTheThreshold) {
  for (const RuleRow& row : ruleRegistry()) {
    SCOPED_TRACE(row.kind);
    const auto rule = row.make();
    const RuleSettings s = settingsFor(row.kind);
    for (double uv = 0; uv < 100; uv += 0.01) {
      const float level = rule->level(uv, s);
      ASSERT_GE(level, 0);
      ASSERT_LE(level, 1);
      // On the goal's side of the line the level says so, and never on the other.
      if (std::abs(uv - 4) > 0.02 && std::abs(uv - 8) > 0.02) {
        ASSERT_EQ(level >= core::kTargetLevel, rule->across(uv, s, false)) << uv;
      }
    }
    EXPECT_FLOAT_EQ(rule->level(4, s), core::kTargetLevel);
  }
}

TEST(RuleRegistry, NoRuleIsInTargetBeforeItsThresholdIsSet) {
  for (const RuleRow& row : ruleRegistry()) {
    RuleSettings s = settingsFor(row.kind);
    s.thresholdUv = 0;
    for (double uv : {0.0, 0.5, 4.0, 400.0}) {
      EXPECT_FALSE(row.make()->across(uv, s, false)) << row.kind;
      EXPECT_EQ(row.make()->level(uv, s), 0) << row.kind;
    }
  }
}

TEST(RuleRegistry, AnUnknownKindIsNull) { EXPECT_EQ(makeRule("sideways"), nullptr); }

TEST(Rules, LevelsMoveMonotonicallyTowardsTheGoal) {
  const auto below = makeRule("below"), above = makeRule("above");
  for (double uv = 0.1; uv < 60; uv *= 1.05) {
    EXPECT_GE(below->level(uv, settingsFor("below")), below->level(uv * 1.05, settingsFor("below")));
    EXPECT_LE(above->level(uv, settingsFor("above")), above->level(uv * 1.05, settingsFor("above")));
  }
}

TEST(Rules, HysteresisHoldsTheStateNearTheLine) {
  const auto below = makeRule("below"), above = makeRule("above"), inside = makeRule("inside");
  EXPECT_FALSE(below->across(4.2, settingsFor("below"), false));
  EXPECT_TRUE(below->across(4.2, settingsFor("below"), true));
  EXPECT_FALSE(below->across(4.5, settingsFor("below"), true));
  EXPECT_FALSE(above->across(3.8, settingsFor("above"), false));
  EXPECT_TRUE(above->across(3.8, settingsFor("above"), true));
  EXPECT_FALSE(inside->across(8.5, settingsFor("inside"), false));
  EXPECT_TRUE(inside->across(8.5, settingsFor("inside"), true));
  EXPECT_FALSE(inside->across(8.9, settingsFor("inside"), true));
}

}  // namespace
}  // namespace tonus::feedback
