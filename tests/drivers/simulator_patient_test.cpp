// The patient: spectrum, amplitude, fatigue, and how feedback changes the muscle.
#include <algorithm>
#include <complex>
#include <numbers>

#include "simulator_recording.h"

namespace tonus::drivers {
namespace {

using test::record;

/// P(f) of Stulen and De Luca (1981), typed again here from the paper rather than taken from the simulator.
double density(double f, double fl, double fh) {
  return std::pow(fh, 4) * f * f / ((f * f + fl * fl) * std::pow(f * f + fh * fh, 2));
}

void fft(std::vector<std::complex<double>>& x) {
  if (x.size() == 1) return;
  std::vector<std::complex<double>> even, odd;
  for (std::size_t i = 0; i < x.size(); i += 2) {
    even.push_back(x[i]);
    odd.push_back(x[i + 1]);
  }
  fft(even);
  fft(odd);
  for (std::size_t k = 0; k < even.size(); ++k) {
    const double turn = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(x.size());
    x[k] = even[k] + std::polar(1.0, turn) * odd[k];
    x[k + even.size()] = even[k] - std::polar(1.0, turn) * odd[k];
  }
}

/// Mean periodogram of half-overlapping Hann segments, bins 0 … segment/2.
std::vector<double> spectrum(const std::vector<double>& x, std::size_t segment) {
  std::vector<double> power(segment / 2);
  for (std::size_t first = 0; first + segment <= x.size(); first += segment / 2) {
    std::vector<std::complex<double>> part(segment);
    const double mean = test::meanOf(std::span(x).subspan(first, segment));
    for (std::size_t i = 0; i < segment; ++i) {
      const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(segment));
      part[i] = (x[first + i] - mean) * hann;
    }
    fft(part);
    for (std::size_t k = 0; k < power.size(); ++k) power[k] += std::norm(part[k]);
  }
  return power;
}

struct Centre {
  double medianHz, meanHz;
};
Centre centreOf(const std::vector<double>& power, double binHz) {
  double total = 0, moment = 0, sum = 0;
  for (std::size_t k = 0; k < power.size(); ++k) {
    total += power[k];
    moment += power[k] * static_cast<double>(k) * binHz;
  }
  std::size_t k = 0;
  while (sum + power[k] < total / 2) sum += power[k++];
  return {(static_cast<double>(k) - 0.5 + (total / 2 - sum) / power[k]) * binHz, moment / total};
}

SimulatorConfig steady(double rmsUv) {
  SimulatorConfig config;
  config.channelsN = 1;
  config.noiseUv = 0;
  config.effort = {{{0, rmsUv}}};
  return config;
}

TEST(SimulatedEmg, HasTheSpectrumOfStulenAndDeLuca) {
  const double rateHz = 2000, seconds = 300;
  constexpr std::size_t kSegment = 1024;
  const double binHz = rateHz / kSegment;
  const auto power = spectrum(record(steady(100), seconds).uv(0, 0, seconds), kSegment);
  std::vector<double> theory(power.size());
  for (std::size_t k = 0; k < theory.size(); ++k) theory[k] = density(static_cast<double>(k) * binHz, 60, 120);
  double total = 0, theoryTotal = 0;
  for (std::size_t k = 0; k < power.size(); ++k) {
    total += power[k];
    theoryTotal += theory[k];
  }
  // 30 Hz bands of some 9000 independent values each: 1 % standard error.
  for (std::size_t k = 8; static_cast<double>(k) * binHz < 450; k += 15) {
    double band = 0, expected = 0;
    for (std::size_t i = k; i < k + 15; ++i) {
      band += power[i] / total;
      expected += theory[i] / theoryTotal;
    }
    EXPECT_NEAR(band / expected, 1, 0.05) << "around " << static_cast<double>(k + 7) * binHz << " Hz";
  }
  const Centre measured = centreOf(power, binHz), analytic = centreOf(theory, binHz);
  EXPECT_NEAR(measured.medianHz, analytic.medianHz, 1.5);
  EXPECT_NEAR(measured.meanHz, analytic.meanHz, 1.5);
}

TEST(SimulatedEmg, IsGaussian) {
  const auto x = record(steady(100), 100).uv(0, 0, 100);
  const double mean = test::meanOf(x), rms = test::rmsOf(x);
  double skew = 0, kurtosis = 0, beyondThree = 0;
  for (const double v : x) {
    const double z = (v - mean) / rms;
    skew += z * z * z;
    kurtosis += z * z * z * z;
    beyondThree += std::abs(z) > 3 ? 1 : 0;
  }
  const auto n = static_cast<double>(x.size());
  EXPECT_NEAR(skew / n, 0, 0.05);
  EXPECT_NEAR(kurtosis / n, 3, 0.1);
  EXPECT_NEAR(beyondThree / n, 0.0027, 0.0006);
}

TEST(SimulatedEmg, HasTheScriptedAmplitude) {
  SimulatorConfig config = steady(0);
  config.effort = {{{0, 20}, {10, 20}, {10, 100}, {20, 100}, {30, 0}}};
  const auto r = record(config, 40);
  EXPECT_NEAR(test::muscleRmsOf(r.uv(0, 1, 10)), 20, 1);
  EXPECT_NEAR(test::muscleRmsOf(r.uv(0, 10, 20)), 100, 3);
  EXPECT_NEAR(test::muscleRmsOf(r.uv(0, 24, 26)), 50, 5);
  EXPECT_LT(test::muscleRmsOf(r.uv(0, 31, 40)), 2);
}

TEST(SimulatedEmg, LiesUnderTheAmplifiersOwnNoise) {
  SimulatorConfig config = steady(0);
  config.noiseUv = 0.8;
  const auto x = record(config, 10).uv(0, 0, 10);
  std::vector<double> steps;
  for (std::size_t i = 1; i < x.size(); ++i) steps.push_back(x[i] - x[i - 1]);
  EXPECT_NEAR(test::rmsOf(steps) / std::sqrt(2.0), 0.8, 0.03);
}

TEST(SimulatedEmg, FatigueLowersTheMedianFrequencyWhileEffortLasts) {
  SimulatorConfig config = steady(100);
  config.fatiguePerMinute = 0.1;
  const auto r = record(config, 200);
  const auto medianHz = [&](double fromS) { return centreOf(spectrum(r.uv(0, fromS, fromS + 20), 1024), 2000.0 / 1024).medianHz; };
  EXPECT_NEAR(medianHz(170) / medianHz(0), (1 - 0.1 * 3) / (1 - 0.1 / 6), 0.06);
  EXPECT_NEAR(test::muscleRmsOf(r.uv(0, 170, 190)), 100, 3) << "the amplitude stays what the script says";

  config.effort = {{{0, 10}}};
  const auto easy = record(config, 200);
  const auto easyHz = [&](double fromS) { return centreOf(spectrum(easy.uv(0, fromS, fromS + 20), 1024), 2000.0 / 1024).medianHz; };
  EXPECT_NEAR(easyHz(170) / easyHz(0), 1, 0.06) << "rest tires nobody";
}

TEST(SimulatedPatient, RestsNearTheChosenLevelWithBurstsAndUnequalChannels) {
  SimulatorConfig config;
  config.noiseUv = 0;
  config.restingUv = 6;
  const auto r = record(config, 120);
  std::vector<double> level;
  for (double s = 0; s < 120; s += 0.25) level.push_back(test::rmsOf(r.uv(0, s, s + 0.25)));
  std::vector<double> sorted = level;
  std::ranges::sort(sorted);
  EXPECT_NEAR(sorted[sorted.size() / 2], 6, 2);
  EXPECT_GT(sorted.back(), 1.8 * sorted[sorted.size() / 2]) << "no burst in two minutes";
  EXPECT_LT(test::muscleRmsOf(r.uv(3, 0, 120)), 0.85 * test::muscleRmsOf(r.uv(0, 0, 120)));
}

struct Visit {
  double baselineUv = 0;
  std::vector<double> trialUv, success;   // by trial
};

enum class Goal { kSofter, kTenser };

/// One training visit closed by a plain RMS here: a minute of baseline, then eight trials of a minute with rests.
Visit trainedVisit(double learning, std::uint64_t seed, bool shown = true, Goal goal = Goal::kSofter) {
  SimulatorConfig config;
  config.seed = seed;
  config.learning = learning;
  config.live = false;
  config.channelsN = 1;
  config.blockFrames = 200;
  core::ManualClock clock;
  const auto simulator = makeSimulator(config, clock);
  const auto format = simulator->open({});
  EXPECT_TRUE(format.ok());
  EXPECT_TRUE(simulator->start().ok());
  core::RawBlock block;
  auto phase = std::make_shared<core::PhaseInfo>();
  const auto run = [&](core::PhaseKind kind, int seconds, double thresholdUv, double* success) {
    phase = std::make_shared<core::PhaseInfo>();
    phase->kind = kind;
    phase->feedback = phase->sound = shown && kind == core::PhaseKind::kTrial;
    double sum = 0, met = 0;
    for (int i = 0; i < seconds * 10; ++i) {
      EXPECT_TRUE(simulator->read(core::SteadyTime::max(), block).ok());
      std::vector<double> uv;
      for (const auto c : block.counts) uv.push_back(c * format->channels[0].scaleUvPerCount);
      const double rms = test::rmsOf(uv);
      sum += rms;
      const double octaves = std::log2(std::max(thresholdUv, 0.1) / rms) * (goal == Goal::kSofter ? 1 : -1);
      met += octaves > 0 ? 1 : 0;
      core::FeedbackFrame frame;
      frame.usable = true;
      frame.phase = phase;
      frame.inTarget = octaves > 0;
      frame.level = static_cast<float>(std::clamp(0.7 + 0.35 * octaves, 0.0, 1.0));
      simulator->giveFeedback(frame);
    }
    if (success != nullptr) *success = met / (seconds * 10);
    return sum / (seconds * 10);
  };
  Visit visit;
  visit.baselineUv = run(core::PhaseKind::kBaseline, 60, 0, nullptr);
  const double lineUv = (goal == Goal::kSofter ? 0.8 : 1.3) * visit.baselineUv;
  for (int trial = 0; trial < 8; ++trial) {
    visit.success.emplace_back();
    visit.trialUv.push_back(run(core::PhaseKind::kTrial, 60, lineUv, &visit.success.back()));
    run(core::PhaseKind::kRest, 20, 0, nullptr);
  }
  return visit;
}

double lateOverBaseline(const Visit& v) { return (v.trialUv[6] + v.trialUv[7]) / 2 / v.baselineUv; }

TEST(SimulatedPatient, LearnsDownwardByFeedbackAndSucceedsMoreFromTrialToTrial) {
  double first = 0, last = 0, ratio = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Visit v = trainedVisit(0.5, seed);
    first += (v.success[0] + v.success[1]) / 10;
    last += (v.success[6] + v.success[7]) / 10;
    ratio += lateOverBaseline(v) / 5;
  }
  EXPECT_LT(ratio, 0.7);
  EXPECT_GT(last, first + 0.2);
  EXPECT_LT(first, 0.75) << "it must not be easy from the start";
}

TEST(SimulatedPatient, FindsOutThatTheLevelAsksForMoreEffort) {
  double first = 0, last = 0, ratio = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Visit v = trainedVisit(0.5, seed, true, Goal::kTenser);
    first += v.success[0] / 5;
    last += (v.success[6] + v.success[7]) / 10;
    ratio += lateOverBaseline(v) / 5;
  }
  EXPECT_GT(ratio, 1.4);
  EXPECT_GT(last, first + 0.2);
}

TEST(SimulatedPatient, LearnsQuickerWithMoreLearning) {
  double slow = 0, quick = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    slow += trainedVisit(0.2, seed).trialUv[3];
    quick += trainedVisit(1.0, seed).trialUv[3];
  }
  EXPECT_LT(quick, 0.85 * slow);
}

TEST(SimulatedPatient, WithoutLearningFeedbackChangesNotOneCount) {
  const Visit fed = trainedVisit(0, 1), unfed = trainedVisit(0, 1, false);
  EXPECT_EQ(fed.trialUv, unfed.trialUv);
  EXPECT_NEAR(lateOverBaseline(fed), 1, 0.35);
}

TEST(SimulatedPatient, WithoutFeedbackEvenALearnerHardlyChanges) {
  double ratio = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) ratio += lateOverBaseline(trainedVisit(1, seed, false)) / 5;
  EXPECT_NEAR(ratio, 1, 0.2);
}

TEST(SimulatedPatient, TheSameSeedAndFeedbackGiveTheSameVisit) {
  EXPECT_EQ(trainedVisit(0.5, 9).trialUv, trainedVisit(0.5, 9).trialUv);
}

/// RMS of each channel in the middle of each work stage: 5 s of work, 5 s of rest.
std::vector<std::vector<double>> worked(SimulatorConfig config, int reps, core::PhaseKind kind = core::PhaseKind::kWorkRest) {
  config.live = false;
  config.blockFrames = 200;
  config.channelsN = 2;
  core::ManualClock clock;
  const auto simulator = makeSimulator(config, clock);
  const auto format = simulator->open({});
  EXPECT_TRUE(simulator->start().ok());
  auto phase = std::make_shared<core::PhaseInfo>();
  phase->kind = kind;
  phase->stages = {{"Work", "", 10000, true}, {"Rest", "", 10000, false}};
  core::RawBlock block;
  std::vector<std::vector<double>> out;
  for (int i = 0; i < reps * 100; ++i) {
    core::FeedbackFrame frame;
    frame.usable = frame.inTarget = true;
    frame.phase = phase;
    frame.stage = i % 100 < 50 ? 0 : 1;
    simulator->giveFeedback(frame);
    EXPECT_TRUE(simulator->read(core::SteadyTime::max(), block).ok());
    if (i % 100 == 20) {
      out.emplace_back();
      for (std::size_t c = 0; c < 2; ++c) {
        std::vector<double> uv;
        for (std::size_t k = c; k < block.counts.size(); k += 2)
          uv.push_back(block.counts[k] * format->channels[0].scaleUvPerCount);
        out.back().push_back(test::rmsOf(uv));
      }
    }
  }
  return out;
}

TEST(SimulatedExercise, RepetitionsAreDoneAsScriptedAndThenWell) {
  SimulatorConfig config;
  config.workUv = 100;
  config.reps = {RepKind::kGood, RepKind::kLate, RepKind::kEarly, RepKind::kWeak, RepKind::kMissed};
  const auto rms = worked(config, 6);
  EXPECT_NEAR(rms[0][0], 105, 30);
  for (const int idle : {1, 2, 4}) EXPECT_LT(rms[static_cast<std::size_t>(idle)][0], 15) << idle;
  EXPECT_NEAR(rms[3][0], 47, 15);
  EXPECT_NEAR(rms[5][0], 105, 30);
}

TEST(SimulatedExercise, AReferenceContractionIsHarderAndNotScripted) {
  SimulatorConfig config;
  config.workUv = 100;
  config.reps = {RepKind::kMissed};
  EXPECT_NEAR(worked(config, 1, core::PhaseKind::kReference)[0][0], 260, 60);
}

TEST(SimulatedExercise, FeedbackBringsTheRatioOfAPairDown) {
  SimulatorConfig config;
  config.workUv = 100;
  config.pairRatio = 1.6;
  config.learning = 1;
  const auto rms = worked(config, 24);
  const auto ratioOf = [&](std::size_t from) {
    double sum = 0;
    for (std::size_t i = from; i < from + 4; ++i) sum += rms[i][0] / rms[i][1] / 4;
    return sum;
  };
  EXPECT_NEAR(ratioOf(0), 1.5, 0.3);
  EXPECT_LT(ratioOf(20), 1.05);
  config.learning = 0;
  const auto same = worked(config, 24);
  EXPECT_NEAR((same[20][0] + same[21][0]) / (same[20][1] + same[21][1]), 1.6, 0.3);
}

}  // namespace
}  // namespace tonus::drivers
