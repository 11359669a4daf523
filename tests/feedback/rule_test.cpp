// Contract over the whole rule registry, then what is particular to each.
#include "tonus/feedback/rule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tonus/core/processed.h"

namespace tonus::feedback {
namespace {

// The other channel works at 4 µV and has its line at 6, so that every rule's line is at 4 µV.
const Partner kPartner{.envelopeUv = 4, .lineUv = 6, .referenceUv = 0, .usable = true};
const Moment kMoment{.partner = &kPartner};

RuleSettings settingsFor(std::string_view kind) {
  RuleSettings s;
  s.kind = kind;
  s.thresholdUv = 4;
  s.upperUv = kind == "inside" ? 8 : 0;
  s.hysteresis = 0.1;
  s.partner = 1;
  return s;
}

/// One rule with its settings, at kMoment.
struct Set {
  explicit Set(std::string_view kind, RuleSettings with = {}) : rule(makeRule(kind)), s(std::move(with)) {
    if (s.thresholdUv == 0) s = settingsFor(kind);
  }
  float level(double uv, const Moment& m = kMoment) const { return rule->level(uv, rule->line(s, m), m); }
  bool across(double uv, bool was, const Moment& m = kMoment) const {
    return rule->across(uv, rule->line(s, m), m, s.hysteresis, was);
  }
  std::unique_ptr<Rule> rule;
  RuleSettings s;
};

TEST(RuleRegistry, EveryRuleKeepsItsLevelInRangeAndMeetsTheLineAtTheThreshold) {
  for (const RuleRow& row : ruleRegistry()) {
    SCOPED_TRACE(row.kind);
    const Set set(row.kind);
    for (double uv = 0; uv < 100; uv += 0.01) {
      const float level = set.level(uv);
      ASSERT_GE(level, 0);
      ASSERT_LE(level, 1);
      if (row.kind == "follow") continue;  // its level is how hard the muscle works
      // On the goal's side of the line the level says so, and never on the other.
      if (std::abs(uv - 4) > 0.02 && std::abs(uv - 8) > 0.02) {
        ASSERT_EQ(level >= core::kTargetLevel, set.across(uv, false)) << uv;
      }
    }
    EXPECT_FLOAT_EQ(set.level(4), core::kTargetLevel);
  }
}

TEST(RuleRegistry, NoRuleIsInTargetBeforeItsThresholdIsSet) {
  for (const RuleRow& row : ruleRegistry()) {
    Set set(row.kind);
    set.s.thresholdUv = 0;
    for (double uv : {0.0, 0.5, 4.0, 400.0}) {
      EXPECT_FALSE(set.across(uv, false, {})) << row.kind;
      EXPECT_EQ(set.level(uv, {}), 0) << row.kind;
    }
  }
}

TEST(RuleRegistry, AnUnknownKindIsNull) { EXPECT_EQ(makeRule("sideways"), nullptr); }

TEST(RuleRegistry, EveryRuleCanBeMadeEasierAndHarder) {
  for (const RuleRow& row : ruleRegistry()) {
    SCOPED_TRACE(row.kind);
    const Partner calm{.envelopeUv = 3, .lineUv = 6, .usable = true};   // a difference needs one to be eased
    const Moment m{.partner = &calm};
    Set set(row.kind);
    set.s.differenceUv = row.goal == RuleGoal::kLess ? 1 : 0.5;
    const auto width = [&](double factor) {
      Set eased(row.kind, set.s);
      eased.rule->ease(factor, eased.s);
      int n = 0;
      for (double uv = 0.01; uv < 40; uv *= 1.01) n += eased.across(uv, false, m) ? 1 : 0;
      return n;
    };
    EXPECT_GT(width(1.2), width(1));
    EXPECT_LT(width(0.8), width(1));
  }
}

TEST(Rules, LevelsMoveMonotonicallyTowardsTheGoal) {
  for (const RuleRow& row : ruleRegistry()) {
    if (row.goal == RuleGoal::kBetween) continue;
    const Set set(row.kind);
    for (double uv = 0.1; uv < 60; uv *= 1.05) {
      if (row.goal == RuleGoal::kLess) {
        EXPECT_GE(set.level(uv), set.level(uv * 1.05)) << row.kind;
      } else {
        EXPECT_LE(set.level(uv), set.level(uv * 1.05)) << row.kind;
      }
    }
  }
}

TEST(Rules, HysteresisHoldsTheStateNearTheLine) {
  for (const RuleRow& row : ruleRegistry()) {
    SCOPED_TRACE(row.kind);
    const Set set(row.kind);
    if (row.goal == RuleGoal::kLess) {
      EXPECT_FALSE(set.across(4.2, false));
      EXPECT_TRUE(set.across(4.2, true));
      EXPECT_FALSE(set.across(4.5, true));
    } else if (row.goal == RuleGoal::kMore) {
      EXPECT_FALSE(set.across(3.8, false));
      EXPECT_TRUE(set.across(3.8, true));
      EXPECT_FALSE(set.across(3.5, true));
    }
  }
  const Set inside("inside");
  EXPECT_FALSE(inside.across(8.5, false));
  EXPECT_TRUE(inside.across(8.5, true));
  EXPECT_FALSE(inside.across(8.9, true));
}

TEST(Rules, ARatioComparesShareOfReferenceWithShareOfReference) {
  Set set("ratio_below");
  set.s.ratio = 0.6;
  set.s.referenceUv = 500;
  const Partner p{.envelopeUv = 40, .referenceUv = 200, .usable = true};  // 20 %
  EXPECT_DOUBLE_EQ(set.rule->line(set.s, {.partner = &p}).uv, 0.6 * 0.2 * 500);
  const Partner bare{.envelopeUv = 40, .usable = true};
  EXPECT_DOUBLE_EQ(set.rule->line(set.s, {.partner = &bare}).uv, 0.6 * 40);
}

TEST(Rules, ARatioToAMuscleAtRestSaysNothing) {
  for (const char* kind : {"ratio_below", "ratio_above"}) {
    Set set(kind);
    const Partner resting{.envelopeUv = 9.9, .referenceUv = 200, .usable = true};
    EXPECT_FALSE(set.rule->line(set.s, {.partner = &resting}).judged);
    const Partner working{.envelopeUv = 10.1, .referenceUv = 200, .usable = true};
    EXPECT_TRUE(set.rule->line(set.s, {.partner = &working}).judged);
    const Partner loose{.envelopeUv = 10.1, .referenceUv = 200, .usable = false};
    EXPECT_FALSE(set.rule->line(set.s, {.partner = &loose}).judged);
    set.s.leastActivityUv = 12;
    EXPECT_FALSE(set.rule->line(set.s, {.partner = &working}).judged);
    EXPECT_FALSE(set.across(1000, false, {}));
  }
}

TEST(Rules, ALineThatIsDraggedSetsTheRatioOrDifferenceOfThatMoment) {
  Set ratio("ratio_below"), difference("difference_above");
  EXPECT_TRUE(ratio.rule->place(6, kMoment, ratio.s));
  EXPECT_DOUBLE_EQ(ratio.s.ratio, 1.5);
  EXPECT_TRUE(difference.rule->place(6, kMoment, difference.s));
  EXPECT_DOUBLE_EQ(difference.s.differenceUv, 2);
  EXPECT_FALSE(ratio.rule->place(9, {}, ratio.s)) << "there is nothing to compare with";
  EXPECT_DOUBLE_EQ(ratio.s.ratio, 1.5);
}

TEST(Rules, OneMuscleWorksWhileTheOtherStaysQuiet) {
  const Set set("above_quiet");
  const Partner quiet{.envelopeUv = 2, .lineUv = 3, .usable = true}, loud{.envelopeUv = 5, .lineUv = 3, .usable = true};
  EXPECT_TRUE(set.across(6, false, {.partner = &quiet}));
  EXPECT_FALSE(set.across(6, false, {.partner = &loud}));
  EXPECT_LT(set.level(60, {.partner = &loud}), core::kTargetLevel);
  EXPECT_FALSE(set.across(3, false, {.partner = &quiet}));
}

TEST(Rules, ACurveIsFollowedWithinItsBand) {
  Set set("follow");
  set.s.thresholdUv = 100;
  set.s.curve = {{0, 0}, {2, 1}, {4, 1}, {6, 0}};
  set.s.bandOfLine = 0.1;
  const auto at = [](double s) { return Moment{.stageS = s}; };
  EXPECT_DOUBLE_EQ(set.rule->line(set.s, at(1)).uv, 50);
  EXPECT_TRUE(set.across(55, false, at(1)));
  EXPECT_FALSE(set.across(65, false, at(1)));
  EXPECT_TRUE(set.across(65, true, at(1))) << "hysteresis is a share of the curve's 1";
  EXPECT_TRUE(set.across(2, false, at(0))) << "a curve at rest can be followed too";
  EXPECT_FLOAT_EQ(set.level(100, at(1)), core::kTargetLevel);
  EXPECT_FLOAT_EQ(set.level(50, at(1)), core::kTargetLevel / 2);
}

TEST(Rules, ATargetOfTheRepetitionIsAShareOfTheReference) {
  Set set("above");
  set.s.referenceUv = 300;
  EXPECT_DOUBLE_EQ(set.rule->line(set.s, {.targetOfReference = 0.2}).uv, 60);
  set.s.referenceUv = 0;
  EXPECT_DOUBLE_EQ(set.rule->line(set.s, {.targetOfReference = 0.2}).uv, 0) << "a share of nothing: no line";
}

}  // namespace
}  // namespace tonus::feedback
