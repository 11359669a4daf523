// Noise floor and reference contractions, by hand.
#include <gtest/gtest.h>

#include "noise_floor.h"
#include "reference.h"

namespace tonus::session {
namespace {

constexpr std::int64_t kHop = 10;
constexpr std::size_t kPerS = 100;

core::ChannelList<core::ChannelQuality> quality(bool usable) {
  core::ChannelQuality q;
  if (!usable) q.add(core::QualityReason::kMains);
  core::ChannelList<core::ChannelQuality> out;
  out.assign(1, q);
  return out;
}

void hop(HopPower& power, double uv, bool usable = true, std::int64_t frames = kHop) {
  std::vector<double> signal;
  for (std::int64_t i = 0; i < frames; ++i) signal.push_back(i % 2 == 0 ? uv : -uv);
  power.frames(signal);
  power.endHop(kHop, quality(usable));
}

TEST(NoiseFloor, IsTheMedianOfWholeUsableSeconds) {
  HopPower power(1, kPerS);
  NoiseFloor noise(1, 60);
  noise.begin();
  power.restart();
  for (const double uv : {3.0, 1.0, 2.0, 9.0, 1.5}) {
    const bool usable = uv < 9;  // the loud second is not usable from its middle on
    for (std::size_t h = 0; h < kPerS; ++h) {
      hop(power, uv, usable || h < 50);
      noise.hop(power);
    }
  }
  EXPECT_EQ(noise.secondsN(0), 4U);
  EXPECT_DOUBLE_EQ(noise.medianUv(0).value(), 1.75);
}

TEST(NoiseFloor, LessThanThreeSecondsIsNoNumberAndAHopWithAHoleIsNotWhole) {
  HopPower power(1, kPerS);
  NoiseFloor noise(1, 60);
  noise.begin();
  for (std::size_t h = 0; h < 3 * kPerS; ++h) {
    hop(power, 1, true, h == 150 ? kHop - 1 : kHop);
    noise.hop(power);
  }
  EXPECT_EQ(noise.secondsN(0), 2U);
  EXPECT_FALSE(noise.medianUv(0));
}

struct Contractions {
  HopPower power{1, kPerS};
  Reference reference{1, 10, 10, 60, kPerS};

  /// A work stage of 5 s in which the muscle gives `uv` for the middle 2 s and half of it else; then rest.
  void rep(std::uint32_t n, double uv, bool usable = true) {
    work(n, uv, 5 * kPerS, usable);
    rest(n, 500, kPerS);  // what is done in the rest does not count
  }
  void work(std::uint32_t n, double uv, std::size_t hopsN, bool usable = true) {
    PhasePlace place;
    place.rep = n;
    for (std::size_t h = 0; h < hopsN; ++h) {
      hop(power, h >= 150 && h < 350 ? uv : uv / 2, usable);
      reference.hop(place, power);
    }
  }
  void rest(std::uint32_t n, double uv, std::size_t hopsN) {
    PhasePlace place;
    place.rep = n;
    place.working = false;
    for (std::size_t h = 0; h < hopsN; ++h) {
      place.stageS = static_cast<double>(h + 1) / kPerS;
      hop(power, uv);
      reference.hop(place, power);
    }
  }
};

TEST(Reference, IsTheBestSecondOfTheBestRepetition) {
  Contractions c;
  c.reference.begin(false, 5);
  c.rep(1, 95);
  c.rep(2, 100);
  c.rep(3, 80);
  const auto r = c.reference.result(0);
  ASSERT_TRUE(r);
  EXPECT_NEAR(r->uv, 100, 1e-9);
  EXPECT_EQ(r->repsN, 3U);
  EXPECT_NEAR(r->differPercent, 5, 1e-9);
  EXPECT_TRUE(r->agree());
}

TEST(Reference, IsFlaggedWhenTheBestTwoDifferByMoreThanATenth) {
  Contractions c;
  c.reference.begin(false, 5);
  c.rep(1, 60);
  c.rep(2, 100);
  c.rep(3, 89);
  EXPECT_NEAR(c.reference.result(0)->differPercent, 11, 1e-9);
  EXPECT_FALSE(c.reference.result(0)->agree());
}

TEST(Reference, BelowTheStrongestIsTheMedianOfSteadyHolds) {
  Contractions c;
  c.reference.begin(true, 5);
  c.rep(1, 60);
  c.rep(2, 100);
  c.rep(3, 90);
  // Of a hold's windows of a second: at most 2 s of 5 are at the full level, so the median lies between half and full.
  const double uv = c.reference.result(0)->uv;
  EXPECT_GT(uv, 45);
  EXPECT_LT(uv, 90);
}

TEST(Reference, WithoutAUsableRepetitionThereIsNone) {
  Contractions c;
  c.reference.begin(false, 5);
  c.rep(1, 100, false);
  EXPECT_FALSE(c.reference.result(0));
  c.reference.begin(false, 5);
  c.rep(1, 100);
  c.rep(2, 300, false);
  EXPECT_EQ(c.reference.result(0)->repsN, 1U);
  EXPECT_NEAR(c.reference.result(0)->uv, 100, 1e-9);
  EXPECT_FALSE(c.reference.result(0)->agree());
}

TEST(Reference, ARepetitionWhoseWorkWasCutShortIsNone) {
  Contractions c;
  c.reference.begin(false, 5);
  c.work(1, 100, 199);
  EXPECT_FALSE(c.reference.result(0));
  EXPECT_EQ(c.reference.heldN(), 0U);
  c.reference.begin(false, 5);
  c.work(1, 100, 200);
  EXPECT_TRUE(c.reference.result(0));
  c.reference.begin(false, 1);  // planned so short that the whole of it is shorter
  c.work(1, 100, 89);
  EXPECT_FALSE(c.reference.result(0));
  c.reference.begin(false, 1);
  c.work(1, 100, 90);
  EXPECT_TRUE(c.reference.result(0));
}

TEST(Reference, KnowsTheRestBetweenRepetitionsFromASecondAfterTheyEnded) {
  Contractions c;
  c.reference.begin(false, 5);
  c.work(1, 100, 500);
  c.rest(1, 90, 100);  // still letting go
  c.work(2, 100, 500);
  c.rest(2, 4, 300);
  EXPECT_EQ(c.reference.result(0)->restUv, 0) << "less than three whole seconds";
  c.rest(2, 4, 600);
  EXPECT_NEAR(c.reference.result(0)->restUv, 4, 1e-9);
}

TEST(PhaseRunner, PacedBreathGoesUpInTwoFifthsAndDownInThree) {
  core::PhaseInfo p;
  p.durationFrames = 60000;
  p.breathsPerMin = 6;
  PhaseRunner runner({p}, 1000);
  EXPECT_NEAR(runner.place({0}).breath, 0, 1e-6);
  EXPECT_NEAR(runner.place({2000}).breath, 0.5, 1e-6);
  EXPECT_NEAR(runner.place({4000}).breath, 1, 1e-6);
  EXPECT_NEAR(runner.place({7000}).breath, 0.5, 1e-6);
  EXPECT_NEAR(runner.place({10000}).breath, 0, 1e-6);
  p.breathsPerMin = 0;
  EXPECT_EQ(PhaseRunner({p}, 1000).place({5}).breath, -1);
}

TEST(PhaseRunner, TellsRepetitionAndStageToTheFrame) {
  core::PhaseInfo p;
  p.stages = {{"Work", "Work", 300, true}, {"Rest", "Rest", 700, false}};
  p.repsN = 2;
  p.durationFrames = 2000;
  p.targetPercents = {10, 30};
  PhaseRunner runner({p}, 100);
  const auto at = [&](std::int64_t frame) { return runner.place({frame}); };
  EXPECT_EQ(at(300).stage, 0);
  EXPECT_FLOAT_EQ(at(300).stageLeftS, 0);
  EXPECT_EQ(at(301).stage, 1);
  EXPECT_FALSE(at(301).working);
  EXPECT_EQ(at(1000).rep, 1U);
  EXPECT_DOUBLE_EQ(at(1000).targetOfReference, 0.1);
  EXPECT_EQ(at(1001).rep, 2U);
  EXPECT_DOUBLE_EQ(at(1001).targetOfReference, 0.3);
  EXPECT_DOUBLE_EQ(at(1100).stageS, 1);
  EXPECT_FALSE(runner.due({1999}));
  EXPECT_TRUE(runner.due({2000}));
  runner.addIdleFrames(500);
  EXPECT_FALSE(runner.due({2000}));
  EXPECT_FLOAT_EQ(runner.timeLeftS({2000}), 5);
}

}  // namespace
}  // namespace tonus::session
