#include "tonus/bench/contender.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tonus/bench/measures.h"

namespace tonus::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using ::testing::ElementsAre;

/// Work that takes the time it is told, on a clock that stands still otherwise.
Contender takes(core::ManualClock& clock, nanoseconds time, double unitsPerCall = 1) {
  return {"a", "test", unitsPerCall, [&clock, time] { clock.advance(time); }, {}};
}

TEST(Run, ReportsNanosecondsPerUnitOfEachContender) {
  core::ManualClock clock;
  const Group group{"g", {takes(clock, 200ns), takes(clock, 3us, 10)}};
  EXPECT_THAT(run(group, {}, clock), ElementsAre(200, 300));
}

TEST(Run, TakesTheMedianSoThatAFewDisturbedRoundsDoNotCount) {
  core::ManualClock clock;
  int round = 0;
  const Group group{"g", {{"a", "test", 1, {}, [&round](nanoseconds) { return round++ % 4 == 3 ? 1e9 : 50.0; }}}};
  EXPECT_THAT(run(group, {.roundsN = 13}, clock), ElementsAre(50));
}

TEST(Run, TakesTheLeastOfMoreRoundsWhereTheGroupSaysSo) {
  core::ManualClock clock;
  std::vector<nanoseconds> asked;
  const Group group{"g", {{"a", "test", 1, {}, [&asked](nanoseconds about) {
                             asked.push_back(about);
                             return 100.0 - static_cast<double>(asked.size());
                           }}}, 1000, true};
  EXPECT_THAT(run(group, {.roundsN = 5, .roundFor = 8ms}, clock), ElementsAre(100 - 21));
  EXPECT_EQ(asked.back(), 2ms);
}

TEST(Run, GivesEveryContenderOneTurnARoundAndAnotherOneFirstEachTime) {
  core::ManualClock clock;
  std::vector<int> turns;
  Group group{"g", {}};
  for (int i = 0; i < 3; ++i)
    group.contenders.push_back({"a", "test", 1, {}, [&turns, i](nanoseconds) {
                                  turns.push_back(i);
                                  return 1.0;
                                }});
  run(group, {.roundsN = 3}, clock);
  EXPECT_THAT(turns, ElementsAre(0, 1, 2, 0, 1, 2, 1, 2, 0, 2, 0, 1)) << "the first three warm up";
}

TEST(Run, FillsARoundWithAsManyCallsAsFit) {
  core::ManualClock clock;
  int callsN = 0;
  const Group group{"g", {{"a", "test", 1, [&] { clock.advance(1us); ++callsN; }, {}}}};
  run(group, {.roundsN = 1, .roundFor = 1ms}, clock);
  const int first = callsN;
  callsN = 0;
  run(group, {.roundsN = 2, .roundFor = 1ms}, clock);
  EXPECT_EQ(callsN - first, 1000);
}

TEST(Run, CallsWorkThatIsLongerThanARoundOnceATurn) {
  core::ManualClock clock;
  int callsN = 0;
  const Group group{"g", {{"a", "test", 1, [&] { clock.advance(1s); ++callsN; }, {}}}};
  EXPECT_THAT(run(group, {.roundsN = 4, .roundFor = 1ms}, clock), ElementsAre(1e9));
  EXPECT_EQ(callsN, 2 + 4);
}

TEST(Run, AFailedRoundIsNotANumber) {
  core::ManualClock clock;
  int round = 0;
  const Group group{"g", {{"a", "test", 1, {}, [&round](nanoseconds) {
                             return ++round == 3 ? std::numeric_limits<double>::quiet_NaN() : 1.0;
                           }}}};
  EXPECT_TRUE(std::isnan(run(group, {}, clock)[0]));
}

TEST(Percentile, IsTheNearestRank) {
  EXPECT_DOUBLE_EQ(percentile({5, 1, 3}, 0.5), 3);
  std::vector<double> hundred;
  for (int i = 100; i > 0; --i) hundred.push_back(i);
  EXPECT_DOUBLE_EQ(percentile(hundred, 0.99), 99);
  EXPECT_DOUBLE_EQ(percentile({7}, 0.99), 7);
  EXPECT_TRUE(std::isnan(percentile({}, 0.5)));
}

TEST(Median, IsTheMeanOfTheMiddleTwoOfAnEvenNumber) {
  EXPECT_DOUBLE_EQ(median({4, 1, 3, 2}), 2.5);
  EXPECT_TRUE(std::isnan(median({})));
}

TEST(Results, RatiosAreOfOneRunAndMissingWhereEitherSideIs) {
  Results r;
  const Ratio ratio{"x", "dsp.a", "dsp.b", true, 0, 0, ""};
  EXPECT_FALSE(r.get(ratio));
  r.set("dsp.a", 30);
  EXPECT_FALSE(r.get(ratio));
  r.set("dsp.b", 1.5);
  EXPECT_DOUBLE_EQ(r.get(ratio).value(), 20);
  r.set("dsp.b", 0);
  EXPECT_FALSE(r.get(ratio));
}

TEST(Results, KeepOnlyFiniteNumbers) {
  Results r;
  r.set("a", std::numeric_limits<double>::quiet_NaN());
  r.set("b", std::numeric_limits<double>::infinity());
  EXPECT_FALSE(r.get("a"));
  EXPECT_FALSE(r.get("b"));
}

TEST(Measures, ConvertFromNanosecondsPerUnit) {
  EXPECT_DOUBLE_EQ(inUnit(1500, Unit::kNs), 1500);
  EXPECT_DOUBLE_EQ(inUnit(1500, Unit::kUs), 1.5);
  EXPECT_DOUBLE_EQ(inUnit(2e6, Unit::kMs), 2);
  EXPECT_DOUBLE_EQ(inUnit(2, Unit::kMbPerS), 500) << "2 ns a byte";
}

TEST(Measures, EveryRatioIsOfTwoMeasures) {
  for (const Ratio& r : ratios())
    for (const std::string_view side : {r.over, r.under})
      EXPECT_TRUE(std::any_of(measures().begin(), measures().end(), [&](const Measure& m) { return m.key == side; })) << r.key << " " << side;
}

}  // namespace
}  // namespace tonus::bench
