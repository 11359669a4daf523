// Lines: where they start, when they move, where they stop.
#include "tonus/feedback/law.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "support/allocation_counter.h"
#include "tonus/feedback/engine.h"

namespace tonus::feedback {
namespace {

using core::ChannelQuality;
using core::QualityReason;

constexpr double kHopS = 0.01;

ChannelRule ruled(std::string kind, LawSettings law) {
  ChannelRule c;
  c.rule.kind = std::move(kind);
  c.rule.thresholdUv = 10;
  c.law = std::move(law);
  return c;
}

LawSettings law(std::string kind, double start) {
  LawSettings s;
  s.kind = std::move(kind);
  s.start = start;
  return s;
}

/// An engine and a muscle: its level wanders like the RMS of a quarter of a second of noise.
class Muscle {
 public:
  explicit Muscle(std::vector<ChannelRule> channels, unsigned seed = 1)
      : engine(channels, 1000, 10, 600), random_(seed), wander_(channels.size()), shown_(channels.size()) {}

  struct Said {
    core::FeedbackFrame frame;
    std::vector<LineChange> changes;
    double success = 0;
  };
  /// `uv` of each channel for so long.
  Said run(double seconds, std::vector<double> uv, ChannelQuality quality = {}, HopState state = {.scored = true}) {
    Said said;
    std::vector<double> now(uv.size());
    const std::vector<ChannelQuality> q(uv.size(), quality);
    const int hops = static_cast<int>(std::lround(seconds / kHopS));
    int inTarget = 0;
    for (int i = 0; i < hops; ++i) {
      for (std::size_t c = 0; c < uv.size(); ++c) {
        wander_[c] += -wander_[c] * kHopS / 0.12 + 0.1 * std::sqrt(2 * kHopS / 0.12) * gaussian_(random_);
        now[c] = uv[c] * std::exp(wander_[c]);
      }
      said.frame = engine.step({at_ += 10}, now, q, state, shown_);
      inTarget += said.frame.inTarget ? 1 : 0;
      said.changes.insert(said.changes.end(), engine.changes().begin(), engine.changes().end());
    }
    said.success = inTarget / static_cast<double>(hops);
    return said;
  }
  /// One repetition of the protocol, won or lost.
  void rep(bool won, double wonUv, double lostUv, std::vector<LineChange>* changes = nullptr) {
    HopState work{.scored = true, .working = true, .rep = ++rep_};
    const auto a = run(5, {won ? wonUv : lostUv}, {}, work);
    work.working = false;
    const auto b = run(1, {1}, {}, work);
    if (!changes) return;
    changes->insert(changes->end(), a.changes.begin(), a.changes.end());
    changes->insert(changes->end(), b.changes.begin(), b.changes.end());
  }

  Engine engine;

 private:
  std::mt19937 random_;
  std::normal_distribution<double> gaussian_;
  std::vector<double> wander_;
  std::vector<core::ChannelFeedback> shown_;
  std::int64_t at_ = 0;
  std::uint32_t rep_ = 0;
};

TEST(Laws, AnUnknownKindIsNullAndEveryKindCanBeMade) {
  EXPECT_EQ(makeLaw("sideways"), nullptr);
  for (const LawRow& row : lawRegistry()) EXPECT_NE(makeLaw(row.kind), nullptr) << row.kind;
}

TEST(Laws, StartByWhatTheyAreNamedAfter) {
  Engine engine({ruled("below", law("baseline", 0.9)), ruled("above", law("reference", 0.4)), ruled("below", law("manual", 0.5))},
                1000, 10, 0);
  engine.setBaseline(0, 5);
  ASSERT_EQ(engine.changes().size(), 1U);
  EXPECT_EQ(engine.changes()[0].why, "baseline");
  EXPECT_DOUBLE_EQ(engine.changes()[0].value, 4.5);
  engine.setBaseline(1, 5);
  EXPECT_TRUE(engine.changes().empty()) << "the baseline is none of its business";
  engine.setReference(1, 300);
  EXPECT_DOUBLE_EQ(engine.thresholdUv(1), 120);
  engine.setBaseline(2, 5);
  engine.setReference(2, 300);
  EXPECT_DOUBLE_EQ(engine.thresholdUv(2), 10);
}

TEST(Laws, NoLineGoesBelowItsFactorOfTheNoise) {
  for (const char* kind : {"baseline", "adaptive", "shaped"}) {
    Engine engine({ruled("below", law(kind, 0.9))}, 1000, 10, 0);
    engine.setNoise(0, 2);
    engine.setBaseline(0, 2.5);
    EXPECT_DOUBLE_EQ(engine.thresholdUv(0), 3) << kind;
  }
  LawSettings gap = law("gap", 0.01);
  gap.floorOfNoise = 1.2;
  Engine engine({ruled("below", gap)}, 1000, 10, 0);
  engine.setNoise(0, 1);
  engine.setReference(0, 60);
  EXPECT_DOUBLE_EQ(engine.thresholdUv(0), 1.2);
}

TEST(Laws, ALockedLawMovesNothing) {
  LawSettings s = law("adaptive", 0.9);
  s.locked = true;
  Muscle m({ruled("below", s)});
  m.engine.setBaseline(0, 5);
  m.run(60, {3});
  EXPECT_DOUBLE_EQ(m.engine.thresholdUv(0), 10);
  m.engine.lockLaw(0, false);
  EXPECT_FALSE(m.run(30, {3}).changes.empty());
}

TEST(Laws, TheAdaptiveLineBringsASteadyMuscleToTheAimAndStaysQuiet) {
  for (const char* kind : {"below", "above"}) {
    SCOPED_TRACE(kind);
    Muscle m({ruled(kind, law("adaptive", 1))});
    m.engine.setBaseline(0, 5);
    m.run(120, {5});
    const auto late = m.run(180, {5});
    EXPECT_NEAR(late.success, 0.67, 0.04);
    double low = 1e9, high = 0;
    for (const LineChange& c : late.changes) {
      low = std::min(low, c.value);
      high = std::max(high, c.value);
      EXPECT_EQ(c.why, "adaptive");
    }
    EXPECT_LT(high / low, 1.25) << "a steady muscle needs no more than this";
    EXPECT_LE(late.changes.size(), 25U) << "of 45 that are possible";
  }
}

TEST(Laws, NoMoveWithinATrialIsSmallerThanTheLeastAndALargerLeastMovesTheLineLessOften) {
  std::size_t before = SIZE_MAX;
  for (const double least : {0.03, 0.06}) {
    LawSettings s = law("adaptive", 1);
    s.leastMove = least;
    Muscle m({ruled("below", s)});
    m.engine.setBaseline(0, 8);
    double lineUv = m.engine.thresholdUv(0);
    std::size_t moves = 0;
    for (const double uv : {8.0, 6.0, 7.0, 5.0, 6.0, 4.0})
      for (const LineChange& c : m.run(60, {uv}).changes) {
        EXPECT_GE(std::abs(std::log(c.value / lineUv)), least - 1e-9);
        lineUv = c.value;
        ++moves;
      }
    EXPECT_GT(moves, 10U);
    EXPECT_LT(moves, before);
    before = moves;
  }
}

TEST(Laws, AfterAStepOfTheMuscleTheAdaptiveLineSettlesWithoutRinging) {
  double overshoot = 0, undershoot = 0;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    Muscle m({ruled("below", law("adaptive", 1))}, seed);
    m.engine.setBaseline(0, 8);
    m.run(120, {8});
    m.run(20, {5});
    std::vector<double> line;
    for (int s = 0; s < 160; ++s) {
      m.run(1, {5});
      line.push_back(m.engine.thresholdUv(0));
    }
    double settled = 0;
    for (int s = 100; s < 160; ++s) settled += line[static_cast<std::size_t>(s)] / 60;
    EXPECT_NEAR(settled, 5.4, 0.6);
    overshoot += *std::ranges::min_element(line) / settled / 5;
    undershoot += *std::ranges::max_element(line.begin() + 60, line.end()) / settled / 5;
  }
  EXPECT_GT(overshoot, 0.75);
  EXPECT_LT(undershoot, 1.2);
}

TEST(Laws, ChannelsThatAdaptReachTheAimTogetherAndEachHasItsPart) {
  Muscle m({ruled("below", law("adaptive", 1)), ruled("below", law("adaptive", 1)), ruled("below", law("adaptive", 1))});
  for (std::size_t c = 0; c < 3; ++c) m.engine.setBaseline(c, 5);
  m.run(180, {5, 3.8, 4.4});
  EXPECT_NEAR(m.run(120, {5, 3.8, 4.4}).success, 0.67, 0.05);
  EXPECT_NEAR(m.engine.thresholdUv(0) / m.engine.thresholdUv(1), 5 / 3.8, 0.2) << "no muscle's line is left out of reach of the others";
}

TEST(Laws, ALineOfTheAdaptiveLawNeverAsksForLessThanItsLimit) {
  LawSettings s = law("adaptive", 0.9);
  s.mostOfBaseline = 1.2;
  Muscle m({ruled("below", s)});
  m.engine.setBaseline(0, 5);
  m.run(200, {20});
  EXPECT_DOUBLE_EQ(m.engine.thresholdUv(0), 6);
  s.lowestUv = 4;
  Muscle limited({ruled("below", s)});
  limited.engine.setBaseline(0, 5);
  limited.run(200, {1});
  EXPECT_DOUBLE_EQ(limited.engine.thresholdUv(0), 4);
}

TEST(Laws, NothingMovesWhileTheSignalIsNotUsable) {
  Muscle m({ruled("below", law("adaptive", 0.9))});
  m.engine.setBaseline(0, 5);
  m.run(60, {5});
  ChannelQuality off;
  off.add(QualityReason::kElectrodeOff);
  const double before = m.engine.thresholdUv(0);
  EXPECT_TRUE(m.run(60, {0.1}, off).changes.empty());
  m.engine.startPhase();
  EXPECT_TRUE(m.engine.changes().empty());
  EXPECT_DOUBLE_EQ(m.engine.thresholdUv(0), before);
  EXPECT_TRUE(m.run(60, {0.1}, {}, {.scored = true, .paused = true}).changes.empty());
  EXPECT_TRUE(m.run(60, {0.1}, {}, {.scored = false}).changes.empty());
}

TEST(Laws, WhatWasFaultyBeforeItWasNoticedIsForgotten) {
  LawSettings s = law("adaptive", 1);
  Muscle clean({ruled("below", s)}), faulty({ruled("below", s)});
  ChannelQuality off;
  off.add(QualityReason::kElectrodeOff);
  for (Muscle* m : {&clean, &faulty}) {
    m->engine.setBaseline(0, 5);
    m->run(120, {5});
  }
  // Half a second of nothing, forty times, each noticed at its end: four tenths of all that would be looked back on.
  for (int i = 0; i < 40; ++i) {
    faulty.run(0.75, {5});
    faulty.run(0.5, {0.01});
    faulty.run(0.1, {0.01}, off);
  }
  EXPECT_NEAR(faulty.engine.thresholdUv(0) / clean.engine.thresholdUv(0), 1, 0.2);
}

TEST(Laws, APersonsLineStaysUntilThePhaseIsOver) {
  Muscle m({ruled("below", law("adaptive", 0.9))});
  m.engine.setBaseline(0, 5);
  m.run(60, {5});
  m.engine.setThreshold(0, 2);
  EXPECT_TRUE(m.engine.changes().empty()) << "a person's move is told by who gave it";
  EXPECT_TRUE(m.run(60, {5}).changes.empty());
  EXPECT_DOUBLE_EQ(m.engine.thresholdUv(0), 2);
  m.engine.startPhase();
  EXPECT_FALSE(m.run(60, {5}).changes.empty());
}

TEST(Laws, AtBordersOnlyTheLineIsLeftAloneInsideTheBand) {
  LawSettings s = law("adaptive", 1);
  s.everyS = 0;
  s.windowS = 60;
  Muscle m({ruled("below", s)});
  m.engine.setBaseline(0, 5);
  EXPECT_TRUE(m.run(60, {9}).changes.empty());
  m.engine.startPhase();
  ASSERT_EQ(m.engine.changes().size(), 1U);
  EXPECT_NEAR(m.engine.changes()[0].value, 5 * 1.10, 1e-9) << "one step";
  EXPECT_EQ(m.engine.changes()[0].success, 0);
  m.engine.setThreshold(0, 10.15);
  m.engine.startPhase();
  const auto good = m.run(60, {9});
  ASSERT_GT(good.success, 0.61);
  ASSERT_LT(good.success, 0.74);
  m.engine.startPhase();
  EXPECT_TRUE(m.engine.changes().empty());
}

TEST(Laws, ByRepetitionsTheLineGetsHarderAfterEnoughSuccessesAndEasierAfterTooFew) {
  LawSettings s = law("reference", 0.4);
  s.step = 0.05;
  s.easierBelow = 5;
  s.target = 0.43;
  Muscle m({ruled("above", s)});
  m.engine.setReference(0, 100);
  std::vector<LineChange> changes;
  for (int i = 0; i < 10; ++i) m.rep(i < 8, 100, 10, &changes);
  m.rep(true, 100, 10, &changes);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_NEAR(changes[0].value, 40 / 0.95, 1e-9);
  EXPECT_EQ(changes[0].why, "reference");
  EXPECT_DOUBLE_EQ(changes[0].success, 0.8);
  for (int i = 0; i < 10; ++i) m.rep(true, 100, 10);
  EXPECT_DOUBLE_EQ(m.engine.thresholdUv(0), 43) << "no further than the target";
  for (int i = 0; i < 10; ++i) m.rep(i < 3, 100, 10);
  EXPECT_NEAR(m.engine.thresholdUv(0), 43 / 1.05, 1e-9);
  for (int i = 0; i < 10; ++i) m.rep(i < 6, 100, 10);
  EXPECT_NEAR(m.engine.thresholdUv(0), 43 / 1.05, 1e-9) << "six of ten: as it is";
}

TEST(Laws, ALineIsShapedDownToItsTargetByThreeOfFour) {
  LawSettings s = law("shaped", 0.8);
  s.step = 0.1;
  s.repsN = 4;
  s.harderFrom = 3;
  s.target = 7;
  Muscle m({ruled("below", s)});
  m.engine.setBaseline(0, 10);
  for (int i = 0; i < 5; ++i) m.rep(i != 1, 2, 50);
  EXPECT_NEAR(m.engine.thresholdUv(0), 7.2, 1e-9);
  for (int i = 0; i < 4; ++i) m.rep(true, 2, 50);
  EXPECT_DOUBLE_EQ(m.engine.thresholdUv(0), 7);
}

TEST(Laws, ARatioIsShapedTowardsItsTarget) {
  LawSettings s = law("ratio", 0.9);
  s.step = 0.05;
  s.target = 1.0;
  ChannelRule upper = ruled("ratio_below", s), lower = ruled("below", law("manual", 0));
  upper.rule.partner = 1;
  lower.role = Role::kMonitor;
  Muscle m({upper, lower});
  m.engine.setBaselineRatio(0, 1.2);
  ASSERT_EQ(m.engine.changes().size(), 1U);
  EXPECT_TRUE(m.engine.changes()[0].ratio);
  EXPECT_DOUBLE_EQ(m.engine.changes()[0].value, 1.08);
  for (std::uint32_t rep = 1; rep <= 31; ++rep) m.run(5, {20, 40}, {}, {.scored = true, .rep = rep});
  EXPECT_DOUBLE_EQ(m.engine.rule(0).ratio, 1.0);
}

TEST(Laws, WorkWithoutARestIsTold) {
  LawSettings s = law("gap", 0.01);
  s.alarmS = 20;
  ChannelRule c = ruled("below", s);
  c.rule.dwellMs = 200;
  Muscle m({c});
  m.engine.setReference(0, 300);
  m.run(19, {30});
  EXPECT_FALSE(m.engine.restDue());
  m.run(2, {30});
  EXPECT_TRUE(m.engine.restDue());
  m.run(0.15, {1});
  EXPECT_TRUE(m.engine.restDue()) << "too short for a rest";
  m.run(0.3, {1});
  EXPECT_FALSE(m.engine.restDue());
}

TEST(Laws, TheShareOfRestsIsOfThePhaseAndOfTheMuscleThatRestsLeast) {
  LawSettings s = law("gap", 0.01);
  s.alarmS = 20;
  ChannelRule c = ruled("below", s);
  c.rule.dwellMs = 200;
  ChannelRule other = ruled("below", law("manual", 0));
  Muscle m({c, c, other});
  EXPECT_EQ(m.run(0.9, {30, 30, 30}).frame.restShare, -1) << "too short to say anything";
  m.engine.setReference(0, 300);
  m.engine.setReference(1, 300);
  m.engine.startPhase();
  m.run(6, {1, 1, 30});
  m.run(2, {30, 1, 30});
  EXPECT_NEAR(m.run(2, {30, 30, 30}).frame.restShare, 0.6, 1e-6);
  m.run(0.1, {1, 30, 30});
  EXPECT_NEAR(m.run(0.1, {30, 30, 30}).frame.restShare, 6 / 10.2, 1e-6) << "a tenth of a second is no rest";
  EXPECT_NEAR(m.run(5, {1, 1, 1}, {}, {.scored = true, .paused = true}).frame.restShare, 6 / 10.2, 1e-6);
  m.engine.startPhase();
  EXPECT_EQ(m.run(2, {30, 30, 30}).frame.restShare, 0);
  Muscle none({other});
  EXPECT_EQ(none.run(5, {1}).frame.restShare, -1) << "no law asks for rests";
}

TEST(Laws, InAPhaseWithARuleOfItsOwnNoRestIsAskedFor) {
  LawSettings s = law("gap", 0.01);
  s.alarmS = 5;
  Muscle m({ruled("below", s)});
  m.engine.setReference(0, 300);
  RuleSettings own;
  own.kind = "above";
  m.engine.startPhase(&own);
  const auto said = m.run(10, {30});
  EXPECT_FALSE(said.frame.restDue);
  EXPECT_EQ(said.frame.restShare, -1);
  m.engine.startPhase();
  EXPECT_TRUE(m.run(10, {30}).frame.restDue);
}

TEST(Laws, StepsOfAllLawsDoNotAllocate) {
  std::vector<ChannelRule> channels;
  for (const LawRow& row : lawRegistry()) channels.push_back(ruled("difference_below", law(std::string(row.kind), 0.9)));
  for (const RuleRow& row : ruleRegistry()) {
    channels.push_back(ruled(std::string(row.kind), law("adaptive", 0.9)));
    channels.back().rule.partner = 0;
    channels.back().rule.curve = {{0, 0}, {1, 1}};
    channels.back().rule.noiseUv = 0.1;
  }
  const std::size_t n = channels.size();
  Engine engine(channels, 1000, 10, 600);
  std::vector<core::ChannelFeedback> shown(n);
  const std::vector<ChannelQuality> good(n);
  const std::vector<double> uv(n, 5);
  for (std::size_t c = 0; c < n; ++c) engine.setBaseline(c, 5);
  std::int64_t at = 0;
  const long before = support::allocationsSoFar();
  for (int i = 0; i < 3000; ++i) engine.step({at += 10}, uv, good, {.scored = true, .rep = 1U + static_cast<unsigned>(i) / 200}, shown);
  engine.startPhase();
  EXPECT_EQ(support::allocationsSoFar() - before, 0);
}

TEST(NextVisit, BeginsWithTheLineOfTheLastBroughtToTodaysReference) {
  VisitEnd last;
  last.rule.kind = "above";
  last.rule.thresholdUv = 120;
  last.rule.referenceUv = 300;
  last.success = 0.7;
  RuleSettings today;
  today.kind = "above";
  today.referenceUv = 200;
  EXPECT_DOUBLE_EQ(nextVisit(last, law("reference", 0.4), today).thresholdUv, 80);
  last.success = 0.9;
  EXPECT_NEAR(nextVisit(last, law("reference", 0.4), today).thresholdUv, 80 / 0.90, 1e-9);
  last.success = 0.3;
  EXPECT_NEAR(nextVisit(last, law("reference", 0.4), today).thresholdUv, 80 / 1.10, 1e-9);
}

TEST(NextVisit, GoesByTheBaselineWithoutAReferenceAndStaysAboveTheNoise) {
  VisitEnd last;
  last.rule.thresholdUv = 4;
  last.baselineUv = 5;
  LawSettings s = law("adaptive", 0.9);
  RuleSettings today;
  EXPECT_DOUBLE_EQ(nextVisit(last, s, today, 10).thresholdUv, 8);
  EXPECT_DOUBLE_EQ(nextVisit(last, s, today).thresholdUv, 4) << "train now: no baseline today";
  today.noiseUv = 4;
  EXPECT_DOUBLE_EQ(nextVisit(last, s, today).thresholdUv, 6);
  last.rule.kind = "above";
  EXPECT_DOUBLE_EQ(nextVisit(last, s, today).thresholdUv, 0) << "another rule: nothing to go by";
}

}  // namespace
}  // namespace tonus::feedback
