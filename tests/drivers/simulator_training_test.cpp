// The patient who was told what a visit asks: contracts, works, moves, rests and learns as the phases come.
#include <memory>

#include "simulator_recording.h"

namespace tonus::drivers {
namespace {

using core::PhaseKind;

constexpr double kBlockS = 0.1;

/// A patient of three muscles in phases given block by block.
class Trained {
 public:
  explicit Trained(SimulatorConfig config, const SimulatedTraining& training) : simulator_(makeSimulator(ready(std::move(config)), clock_)) {
    scale_ = simulator_->open({})->channels[0].scaleUvPerCount;
    EXPECT_TRUE(simulator_->start().ok());
    simulator_->prepareFor(training);
  }

  core::FeedbackFrame frame;   ///< as given next; `phase` may be changed between blocks
  core::PhaseInfo phase;

  /// RMS of the three muscles over so much signal.
  std::vector<double> pass(double seconds) {
    frame.phase = std::make_shared<const core::PhaseInfo>(phase);
    std::vector<std::vector<double>> uv(3);
    for (double s = 0; s < seconds - kBlockS / 2; s += kBlockS) {
      simulator_->giveFeedback(frame);
      EXPECT_TRUE(simulator_->read(core::SteadyTime::max(), block_).ok());
      for (std::size_t k = 0; k < block_.counts.size(); ++k) uv[k % 3].push_back(block_.counts[k] * scale_);
      counts.insert(counts.end(), block_.counts.begin(), block_.counts.end());
    }
    std::vector<double> out;
    for (const auto& x : uv) out.push_back(test::muscleRmsOf(x));
    return out;
  }
  std::vector<double> stage(std::int32_t stage, double seconds) {
    frame.stage = stage;
    return pass(seconds);
  }
  std::vector<std::int32_t> counts;

 private:
  static SimulatorConfig ready(SimulatorConfig c) {
    c.live = false;
    c.channelsN = 3;
    c.blockFrames = 200;
    return c;
  }
  core::ManualClock clock_;
  std::unique_ptr<Simulator> simulator_;
  core::RawBlock block_;
  double scale_ = 0;
};

SimulatedTraining training() {
  SimulatedMuscle strong{.restingUv = 3, .referenceUv = 500, .workUv = 200, .skilledWorkUv = 200, .moveUv = 40};
  SimulatedMuscle unbalanced = strong;
  unbalanced.workUv = 300;
  unbalanced.skilledWorkUv = 150;
  return {.muscles = {strong, unbalanced, SimulatedMuscle{.restingUv = 3}}};
}

core::PhaseInfo staged(PhaseKind kind, bool up, std::vector<core::StageInfo> stages) {
  core::PhaseInfo p;
  p.kind = kind;
  p.up = up;
  p.stages = std::move(stages);
  return p;
}
const std::vector<core::StageInfo> kWorkRest{{"Work", "", 10000, true}, {"Rest", "", 10000, false}};

TEST(SimulatedTraining, AReferenceIsOfTheMuscleThatIsAskedFor) {
  Trained t({}, training());
  t.phase = staged(PhaseKind::kReference, true, kWorkRest);
  t.phase.channel = 1;
  (void)t.stage(0, 1);
  const auto hard = t.stage(0, 3), rest = (void(t.stage(1, 2)), t.stage(1, 3));
  EXPECT_NEAR(hard[1], 500, 60);
  EXPECT_LT(hard[0], 100);
  EXPECT_LT(hard[2], 10);
  for (const double uv : rest) EXPECT_LT(uv, 10);
}

TEST(SimulatedTraining, ARepetitionHasItsOwnShareOfTheReference) {
  Trained t({}, training());
  t.phase = staged(PhaseKind::kWorkRest, true, kWorkRest);
  t.phase.targetPercents = {10, 40};
  for (const std::uint32_t rep : {1U, 2U}) {
    t.frame.rep = rep;
    (void)t.stage(0, 1);
    EXPECT_NEAR(t.stage(0, 3)[0], rep == 1 ? 50 : 200, rep == 1 ? 15 : 50);
    (void)t.stage(1, 5);
  }
}

TEST(SimulatedTraining, FeedbackTeachesTheBalanceAndSomeOfItStaysWithoutIt) {
  const auto ratioOf = [](const std::vector<double>& uv) { return uv[1] / uv[0]; };
  for (const bool learns : {true, false}) {
    SimulatorConfig config;
    config.learning = learns ? 0.9 : 0;
    Trained t(config, training());
    t.phase = staged(PhaseKind::kWorkRest, true, kWorkRest);
    t.frame.usable = t.frame.inTarget = true;
    t.frame.level = 0.8F;
    double first = 0, last = 0;
    for (int rep = 0; rep < 30; ++rep) {
      (void)t.stage(0, 1);
      const double ratio = ratioOf(t.stage(0, 3));
      (rep < 5 ? first : last) += rep < 5 ? ratio / 5 : rep >= 25 ? ratio / 5 : 0;
      (void)t.stage(1, 3);
    }
    t.phase.feedback = t.phase.sound = false;
    (void)t.stage(0, 1);
    const double alone = ratioOf(t.stage(0, 3));
    EXPECT_NEAR(first, 1.4, 0.25);
    EXPECT_NEAR(last, learns ? 0.85 : 1.5, 0.25);
    EXPECT_NEAR(alone, learns ? 0.95 : 1.5, 0.35);
  }
}

TEST(SimulatedTraining, WhoIsToLetGoMovesThereFirstAndDoesNotContract) {
  Trained t({}, training());
  t.phase = staged(PhaseKind::kTest, false,
                   {{"Stand", "", 10000, false}, {"Flex", "", 10000, false}, {"Hold", "", 10000, true}, {"Extend", "", 10000, false}});
  t.phase.feedback = t.phase.sound = false;
  EXPECT_LT(t.stage(0, 5)[0], 12);
  EXPECT_NEAR(t.stage(1, 5)[0], 40, 12);
  EXPECT_LT(t.stage(2, 5)[0], 12);
  EXPECT_NEAR(t.stage(3, 5)[0], 40, 12);
}

TEST(SimulatedTraining, DailyWorkHasFewRestsUntilFeedbackAsksForThem) {
  SimulatedTraining desk;
  desk.muscles.assign(3, {.restingUv = 3, .referenceUv = 500, .taskUv = 40});
  const auto restShare = [](Trained& t) {
    int rests = 0;
    for (int i = 0; i < 1800; ++i) rests += t.pass(0.3)[0] < 6 ? 1 : 0;
    return rests / 1800.0;
  };
  SimulatorConfig config;
  config.learning = 0.8;
  Trained t(config, desk);
  t.phase.kind = PhaseKind::kTask;
  t.phase.feedback = false;
  t.frame.usable = true;
  t.phase.sound = false;
  const double before = restShare(t);
  t.phase.sound = true;
  (void)restShare(t);
  const double heard = restShare(t);
  EXPECT_LT(before, 0.1);
  EXPECT_GT(heard, before + 0.1);
  EXPECT_LT(heard, 0.5);
}

TEST(SimulatedTraining, TheSameTrainingSeedAndFeedbackGiveTheSameCounts) {
  const auto counts = [](std::uint64_t seed) {
    SimulatorConfig config;
    config.seed = seed;
    Trained t(config, training());
    t.phase = staged(PhaseKind::kWorkRest, true, kWorkRest);
    t.frame.usable = true;
    for (int rep = 0; rep < 3; ++rep) {
      (void)t.stage(0, 3);
      (void)t.stage(1, 2);
    }
    return t.counts;
  };
  EXPECT_EQ(counts(3), counts(3));
  EXPECT_NE(counts(3), counts(4));
}

TEST(SimulatedTraining, WhoHasNoMuscleOrAnExerciseOfItsOwnStaysAsItIs) {
  for (const char* word : {"noise", "exercise"}) {
    Trained plain(*parseSimulator(word), {}), told(*parseSimulator(word), training());
    for (Trained* t : {&plain, &told}) {
      t->phase = staged(PhaseKind::kReference, true, kWorkRest);
      (void)t->stage(0, 3);
    }
    EXPECT_EQ(plain.counts, told.counts) << word;
  }
}

}  // namespace
}  // namespace tonus::drivers
