// The amplifier as a source: words, format, determinism.
#include "simulator_recording.h"

namespace tonus::drivers {
namespace {

using test::record;

TEST(SimulatorWords, SeedAndWordsMakeAConfiguration) {
  EXPECT_EQ(parseSimulator("")->seed, 1U);
  EXPECT_TRUE(parseSimulator("")->faults.empty());
  EXPECT_EQ(parseSimulator("7")->seed, 7U);
  const auto both = parseSimulator("7:mains+ecg");
  ASSERT_TRUE(both.ok());
  EXPECT_EQ(both->seed, 7U);
  ASSERT_EQ(both->faults.size(), 2U);
  EXPECT_EQ(both->faults[0].kind, FaultKind::kMains);
  EXPECT_EQ(both->faults[1].kind, FaultKind::kEcg);
  EXPECT_GT(parseSimulator("learner")->learning, SimulatorConfig{}.learning);
  EXPECT_EQ(parseSimulator("64ch+4000hz")->channelsN, 64U);
  EXPECT_EQ(parseSimulator("64ch+4000hz")->sampleRateHz, 4000);
}

TEST(SimulatorWords, EveryFaultHasAWordAndTheHintNamesThemAll) {
  const auto wrong = parseSimulator("hum");
  ASSERT_FALSE(wrong.ok());
  for (const std::string word : {"mains", "ecg", "motion", "electrode-off", "open-input", "flat", "clipping", "offset",
                                 "loss", "drift", "vanish", "learner", "non-responder", "noise", "artefact", "exercise",
                                 "pair", "mixed", "tremor"}) {
    EXPECT_TRUE(parseSimulator(word).ok()) << word;
    EXPECT_NE(wrong.fault().hint.find(word), std::string::npos) << word;
  }
}

TEST(SimulatorWords, WordsThatMeanNothingAreRefused) {
  for (const std::string word : {"Mains", "mains+", "+", "7:", ":7", "7:8", "-1", "7.5", "0ch", "65ch", "ch", "249hz",
                                 "4001hz", "99999999999999999999", "mains ecg"}) {
    EXPECT_FALSE(parseSimulator(word).ok()) << word;
  }
}

TEST(Simulator, TheSameSeedGivesTheSameCountsAndAnotherSeedOthers) {
  SimulatorConfig config;
  config.seed = 3;
  config.faults = {{.kind = FaultKind::kMotion, .fromS = 1, .forS = 1}, {.kind = FaultKind::kLoss, .fromS = 1, .forS = 1}};
  const auto one = record(config, 4);
  EXPECT_EQ(one.counts, record(config, 4).counts);
  config.seed = 4;
  EXPECT_NE(one.counts, record(config, 4).counts);
}

TEST(Simulator, TheCountsDoNotDependOnTheBlockSize) {
  SimulatorConfig config;
  config.faults = {{.kind = FaultKind::kMains, .fromS = 0.333, .forS = 0.777}, {.kind = FaultKind::kLoss, .fromS = 1}};
  const auto small = record(config, 3);
  config.blockFrames = 171;
  EXPECT_EQ(small.counts, record(config, 3).counts);
}

TEST(Simulator, StartingAgainBeginsTheSamePatientAgain) {
  core::ManualClock clock;
  SimulatorConfig config;
  config.live = false;
  const auto simulator = makeSimulator(config, clock);
  const auto first = record(*simulator, 2);
  EXPECT_EQ(first.counts, record(*simulator, 2).counts);
}

TEST(Simulator, AChannelIsTheSameWhicheverOthersAreWanted) {
  SimulatorConfig config;
  config.channelsN = 8;
  const auto all = record(config, 1);
  const auto some = record(config, 1, {.sampleRateHz = std::nullopt, .channelMask = 0b10000100});
  ASSERT_EQ(some.format.channelsN(), 2U);
  EXPECT_EQ(some.format.channels[0].label, "ch3");
  EXPECT_EQ(some.format.channels[1].label, "ch8");
  EXPECT_EQ(some.counts[0], all.counts[2]);
  EXPECT_EQ(some.counts[1], all.counts[7]);
}

TEST(Simulator, RefusesWhatItCannotBeWithAHint) {
  core::ManualClock clock;
  const auto simulator = makeSimulator({}, clock);
  for (const double hz : {0.0, 249.0, 4001.0, -1.0, std::nan("")}) {
    const auto opened = simulator->open({.sampleRateHz = hz});
    ASSERT_FALSE(opened.ok()) << hz;
    EXPECT_FALSE(opened.fault().hint.empty());
  }
  EXPECT_FALSE(simulator->open({.sampleRateHz = std::nullopt, .channelMask = 0xF0}).ok());
  EXPECT_FALSE(simulator->start().ok()) << "a refused opening leaves nothing to start";
  SimulatorConfig none;
  none.channelsN = 0;
  EXPECT_FALSE(makeSimulator(none, clock)->open({}).ok());
  none.channelsN = 65;
  EXPECT_FALSE(makeSimulator(none, clock)->open({}).ok());
}

TEST(Simulator, ReadingBeforeTheStartOrAfterTheStopIsAFault) {
  core::ManualClock clock;
  core::RawBlock block;
  const auto simulator = makeSimulator({}, clock);
  EXPECT_FALSE(simulator->read(core::SteadyTime::max(), block).ok());
  ASSERT_TRUE(simulator->open({}).ok());
  ASSERT_TRUE(simulator->start().ok());
  EXPECT_TRUE(simulator->read(core::SteadyTime::max(), block).ok());
  simulator->stop();
  simulator->stop();
  EXPECT_FALSE(simulator->read(core::SteadyTime::max(), block).ok());
}

TEST(Simulator, WorksAtEveryRateWithBlocksOfTheSameLength) {
  for (const double hz : {250.0, 500.0, 1000.0, 2000.0, 4000.0}) {
    SimulatorConfig config;
    config.effort.assign(4, {{0, 50}});
    const auto r = record(config, 5, {.sampleRateHz = hz});
    EXPECT_EQ(r.format.sampleRateHz, hz);
    EXPECT_NEAR(r.format.maxBlockFrames / hz, 0.01, 0.003) << hz;
    EXPECT_NEAR(test::muscleRmsOf(r.uv(0, 0, 5), hz), 50, 4) << hz;
  }
}

TEST(Simulator, AnElectrodeHasAnOffsetOfMillivoltsThatHardlyMoves) {
  SimulatorConfig config;
  config.noiseUv = 0;
  config.effort.assign(4, {{0, 0}});
  const auto r = record(config, 20);
  for (std::size_t c = 0; c < 4; ++c) {
    EXPECT_LT(std::abs(test::meanOf(r.uv(c, 0, 20))), 6000);
    EXPECT_LT(test::rmsOf(r.uv(c, 0, 20)), 500);
    EXPECT_LT(test::muscleRmsOf(r.uv(c, 0, 20)), 5);
  }
  EXPECT_GT(std::abs(test::meanOf(r.uv(0, 0, 1)) - test::meanOf(r.uv(1, 0, 1))), 1);
}

}  // namespace
}  // namespace tonus::drivers
