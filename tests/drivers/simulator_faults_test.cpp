// Every fault is really there, and only in its window: a run with it against the same run without it.
#include <algorithm>
#include <numbers>

#include "simulator_recording.h"

namespace tonus::drivers {
namespace {

using test::record;
using test::rmsOf;

constexpr double kFromS = 2, kForS = 3, kRunS = 8;

SimulatorConfig clean() {
  SimulatorConfig config;
  config.channelsN = 2;
  return config;
}

SimulatorConfig with(SimulatedFault fault) {
  SimulatorConfig config = clean();
  fault.fromS = kFromS;
  fault.forS = kForS;
  config.faults = {fault};
  return config;
}

/// What the fault added to a channel, µV by frame, over the whole run.
std::vector<double> added(const test::Recorded& faulty, std::size_t channel) {
  const auto without = record(clean(), kRunS);
  std::vector<double> out;
  for (std::size_t i = 0; i < without.counts[channel].size(); ++i) {
    const double counts = faulty.counts[channel][i] - static_cast<double>(without.counts[channel][i]);
    out.push_back(counts * faulty.format.channels[channel].scaleUvPerCount);
  }
  return out;
}

std::vector<double> inWindow(const std::vector<double>& x) {
  return {x.begin() + static_cast<std::ptrdiff_t>(kFromS * 2000), x.begin() + static_cast<std::ptrdiff_t>((kFromS + kForS) * 2000)};
}

void expectNothingOutsideTheWindow(const std::vector<double>& x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double t = static_cast<double>(i) / 2000;
    const bool window = t >= kFromS && t < kFromS + kForS;
    ASSERT_TRUE(window || x[i] == 0) << x[i] << " at " << t << " s";
  }
}

double powerAt(const std::vector<double>& x, double hz) {
  double re = 0, im = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double turn = 2 * std::numbers::pi * hz * static_cast<double>(i) / 2000;
    re += x[i] * std::cos(turn);
    im += x[i] * std::sin(turn);
  }
  const auto n = static_cast<double>(x.size());
  return 2 * (re * re + im * im) / (n * n);
}

TEST(SimulatedFaults, MainsIsAHumOfFiftyHertzWithHarmonics) {
  const auto faulty = record(with({.kind = FaultKind::kMains, .channel = 0, .amount = 40}), kRunS);
  const auto x = added(faulty, 0);
  expectNothingOutsideTheWindow(x);
  const auto hum = inWindow(x);
  EXPECT_NEAR(rmsOf(hum), 40, 1);
  double near = 0;
  for (const double harmonic : {50.0, 100.0, 150.0, 250.0}) {
    for (double hz = harmonic - 2; hz <= harmonic + 2; hz += 1 / kForS) near += powerAt(hum, hz);
    EXPECT_GT(powerAt(hum, harmonic), 0.5) << harmonic;
  }
  EXPECT_GT(near, 0.97 * 40 * 40);
  for (const double v : added(faulty, 1)) ASSERT_EQ(v, 0) << "the other channel was not asked for";
}

TEST(SimulatedFaults, AFaultOnAllChannelsReachesEachALittleDifferently) {
  const auto faulty = record(with({.kind = FaultKind::kMains}), kRunS);
  const double one = rmsOf(inWindow(added(faulty, 0))), other = rmsOf(inWindow(added(faulty, 1)));
  EXPECT_NEAR(one, 30, 6);
  EXPECT_NEAR(other, 30, 6);
  EXPECT_GT(std::abs(one - other), 0.01);
}

TEST(SimulatedFaults, EcgBeatsSeventyTwoTimesAMinute) {
  SimulatorConfig config = clean();
  config.faults = {{.kind = FaultKind::kEcg, .channel = 0, .fromS = 0, .forS = 0, .amount = 200}};
  const auto faulty = record(config, 60);
  config.faults.clear();
  const auto without = record(config, 60);
  int beats = 0;
  double peak = 0, was = 0;
  for (std::size_t i = 0; i < without.counts[0].size(); ++i) {
    const double uv = (faulty.counts[0][i] - without.counts[0][i]) * faulty.format.channels[0].scaleUvPerCount;
    beats += was < 100 && uv >= 100 ? 1 : 0;
    peak = std::max(peak, uv);
    was = uv;
  }
  EXPECT_NEAR(beats, 72, 3);
  EXPECT_NEAR(peak, 200, 3);
  expectNothingOutsideTheWindow(added(record(with({.kind = FaultKind::kEcg}), kRunS), 0));
}

TEST(SimulatedFaults, MotionIsMillivoltsBelowTwelveHertz) {
  const auto x = added(record(with({.kind = FaultKind::kMotion, .channel = 0}), kRunS), 0);
  expectNothingOutsideTheWindow(x);
  const auto lurches = inWindow(x);
  EXPECT_GT(rmsOf(lurches), 300);
  EXPECT_LE(*std::ranges::max_element(lurches), 3001);
  double low = 0;
  for (double hz = 1 / kForS; hz < 12; hz += 1 / kForS) low += powerAt(lurches, hz);
  EXPECT_GT(low, 0.98 * rmsOf(lurches) * rmsOf(lurches));
}

TEST(SimulatedFaults, AnOpenInputHumsAndDriftsAndTheMuscleIsGone) {
  SimulatorConfig config = with({.kind = FaultKind::kElectrodeOff, .channel = 0});
  config.effort.assign(2, {{0, 100}});
  const auto loud = record(config, kRunS);
  config.effort.assign(2, {{0, 10}});
  const auto quiet = record(config, kRunS);
  const auto open = loud.uv(0, kFromS, kFromS + kForS);
  EXPECT_GT(rmsOf(open), 300);
  EXPECT_GT(powerAt(open, 50), 100 * 100);
  const auto otherOpen = quiet.uv(0, kFromS, kFromS + kForS);
  for (std::size_t i = 0; i < open.size(); ++i) ASSERT_NEAR(open[i], otherOpen[i], 0.1) << "muscle at frame " << i;
  EXPECT_NEAR(rmsOf(loud.uv(0, 5.1, 8)), 100, 10);
  for (const auto& block : loud.blocks) EXPECT_EQ(block.leadOffMask, 0U);
}

TEST(SimulatedFaults, TheAmplifierTellsOfAnElectrodeThatCameOffExactlyWhileItIsOff) {
  SimulatorConfig config = clean();
  config.faults = {{.kind = FaultKind::kElectrodeOff, .channel = 1, .fromS = 2.0035, .forS = 1, .amount = 1}};
  std::size_t flagged = 0;
  for (const auto& block : record(config, kRunS).blocks) {
    for (std::size_t i = 0; i < block.framesN; ++i) {
      const auto frame = block.first.value + static_cast<std::int64_t>(i);
      EXPECT_EQ(block.leadOffMask, frame >= 4007 && frame < 6007 ? 2U : 0U) << frame;
      flagged += block.leadOffMask == 2 ? 1 : 0;
    }
  }
  EXPECT_EQ(flagged, 2000U);
}

TEST(SimulatedFaults, TheLeadOffFlagIsByDeliveredChannel) {
  SimulatorConfig config = clean();
  config.faults = {{.kind = FaultKind::kElectrodeOff, .channel = 1, .fromS = 0, .forS = 0, .amount = 1}};
  for (const auto& block : record(config, 0.1, {.sampleRateHz = std::nullopt, .channelMask = 2}).blocks) {
    EXPECT_EQ(block.leadOffMask, 1U);
  }
}

TEST(SimulatedFaults, FlatStandsStillAndComesBack) {
  const auto r = record(with({.kind = FaultKind::kFlat, .channel = 0}), kRunS);
  EXPECT_EQ(rmsOf(r.uv(0, kFromS, kFromS + kForS)), 0);
  expectNothingOutsideTheWindow(added(r, 0));
  EXPECT_GT(rmsOf(r.uv(1, kFromS, kFromS + kForS)), 1);
}

TEST(SimulatedFaults, ClippingReachesBothRailsWhateverTheEffort) {
  for (const double rmsUv : {1.0, 200.0}) {
    SimulatorConfig config = with({.kind = FaultKind::kClipping, .channel = 0});
    config.effort.assign(2, {{0, rmsUv}});
    const auto r = record(config, kRunS);
    int low = 0, high = 0;
    for (std::size_t i = 0; i < r.counts[0].size(); ++i) {
      const bool window = i >= 4000 && i < 10000;
      const bool atRail = r.counts[0][i] == r.format.channels[0].maxCount || r.counts[0][i] == r.format.channels[0].minCount;
      ASSERT_TRUE(window || !atRail) << i;
      low += r.counts[0][i] == r.format.channels[0].minCount ? 1 : 0;
      high += r.counts[0][i] == r.format.channels[0].maxCount ? 1 : 0;
    }
    EXPECT_GT(low, 600);
    EXPECT_GT(high, 600);
  }
}

TEST(SimulatedFaults, AnOffsetOfThreeHundredMillivoltsFitsUnderTheRails) {
  for (const double mv : {300.0, -300.0}) {
    const auto r = record(with({.kind = FaultKind::kOffset, .channel = 0, .amount = mv}), kRunS);
    const auto x = added(r, 0);
    expectNothingOutsideTheWindow(x);
    EXPECT_NEAR(x[7000], 1000 * mv, 0.1);
    const auto [low, high] = std::ranges::minmax(r.counts[0]);
    EXPECT_GT(low, r.format.channels[0].minCount);
    EXPECT_LT(high, r.format.channels[0].maxCount);
  }
}

TEST(SimulatedFaults, LossIsCountedExactlyAndTheRestIsUntouched) {
  const auto r = record(with({.kind = FaultKind::kLoss, .amount = 33}), kRunS);
  const auto without = record(clean(), kRunS);
  std::vector<std::int64_t> before;
  for (const auto& block : r.blocks) {
    EXPECT_FALSE(block.lossEstimated);
    if (block.lostBefore == 0) continue;
    EXPECT_EQ(block.lostBefore, 33U);
    before.push_back(block.first.value);
  }
  EXPECT_EQ(before, (std::vector<std::int64_t>{4033, 6033, 8033}));
  for (std::size_t i = 0; i < r.lost.size(); ++i) {
    ASSERT_TRUE(r.lost[i] || r.counts[0][i] == without.counts[0][i]) << i;
  }
  EXPECT_EQ(std::ranges::count(r.lost, true), 99);
}

TEST(SimulatedFaults, ADeviceThatVanishesComesBackInTheSameStreamWithAnEstimatedGap) {
  const auto r = record(with({.kind = FaultKind::kVanish}), kRunS);
  const auto without = record(clean(), kRunS);
  EXPECT_GT(r.goneReads, 0U);
  std::size_t gaps = 0;
  for (const auto& block : r.blocks) {
    if (block.lostBefore == 0) continue;
    ++gaps;
    EXPECT_EQ(block.first.value, 10000);
    EXPECT_EQ(block.lostBefore, 6000U);
    EXPECT_TRUE(block.lossEstimated);
  }
  EXPECT_EQ(gaps, 1U);
  EXPECT_EQ(r.counts[0].back(), without.counts[0].back());
}

TEST(SimulatedFaults, LossDuringAnAbsenceIsOneGap) {
  SimulatorConfig config = clean();
  config.faults = {{.kind = FaultKind::kLoss, .fromS = 1.99, .forS = 0.5}, {.kind = FaultKind::kVanish, .fromS = 2, .forS = 1}};
  std::uint64_t lost = 0;
  for (const auto& block : record(config, 4).blocks) {
    EXPECT_TRUE(block.lostBefore == 0 || block.first.value == 6000);
    lost += block.lostBefore;
  }
  EXPECT_EQ(lost, 2020U);
}

TEST(SimulatedFaults, AClockThatDriftsShowsBetweenDeviceTimeAndArrival) {
  SimulatorConfig config = clean();
  config.faults = {{.kind = FaultKind::kDrift, .fromS = 2, .forS = 0, .amount = 500}};
  const auto r = record(config, 62);
  const auto agesNs = [&](const core::RawBlock& b) {
    const std::int64_t hostNs = (b.arrival - r.blocks.front().arrival).count();
    return hostNs - (*b.deviceTimeNs - *r.blocks.front().deviceTimeNs);
  };
  for (const auto& block : r.blocks) {
    if (block.first.value < 4000) {
      EXPECT_NEAR(static_cast<double>(agesNs(block)), 0, 10);
    }
  }
  EXPECT_NEAR(static_cast<double>(agesNs(r.blocks.back())) * 1e-9, -60 * 500e-6, 1e-4);
}

}  // namespace
}  // namespace tonus::drivers
