// Repetitions against scripted truth: a muscle that shakes, drifts and lies in noise 15 dB below the work.
// TONUS_REPETITION_SEEDS=N runs N seeds instead of a few and prints what was counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "support/training_room.h"

namespace tonus {
namespace {

using drivers::RepKind;
using feedback::ChannelRule;

constexpr double kRateHz = 1000;
constexpr double kWorkUv = 100;
constexpr double kSnrDb = 15;

std::uint64_t seedsN(std::uint64_t usual) {
  const char* asked = std::getenv("TONUS_REPETITION_SEEDS");
  return asked ? std::strtoull(asked, nullptr, 10) : usual;
}

drivers::SimulatorConfig shaky(std::uint64_t seed) {
  drivers::SimulatorConfig patient;
  patient.seed = seed;
  patient.channelsN = 1;
  patient.sampleRateHz = kRateHz;
  patient.restingUv = 0;
  // White to half the rate; the band-pass lets 20 to 450 Hz of it through.
  patient.noiseUv = kWorkUv / std::pow(10, kSnrDb / 20) / std::sqrt(430.0 / 500);
  patient.tremor = 0.3;
  patient.unsteadiness = 0.15;
  return patient;
}

/// The line halfway, in octaves, between a good and a weak contraction.
ChannelRule above(double holdS) {
  ChannelRule c;
  c.rule.kind = "above";
  c.rule.thresholdUv = 0.67 * kWorkUv;
  c.rule.holdS = holdS;
  c.rule.dipMs = 400;
  c.rule.refractoryMs = 500;
  return c;
}

dsp::ChainSettings smooth() {
  dsp::ChainSettings chain;
  chain.rmsWindowMs = 250;
  return chain;
}

struct Count {
  int right = 0, wrong = 0;
  double share() const { return right / static_cast<double>(right + wrong); }
};

/// Forty repetitions of 5 s with 5 s of rest, half of them late, early, weak or missed; a good one is held for 2 s.
Count countedByCue(std::uint64_t seed) {
  constexpr std::uint32_t kReps = 40;
  drivers::SimulatorConfig patient = shaky(seed);
  patient.workUv = kWorkUv;
  patient.reps = drivers::mixedReps(seed, kReps);
  for (RepKind& rep : patient.reps)
    if (rep == RepKind::kLate) rep = RepKind::kMissed;   // late ones below: they may still be held long enough
  support::TrainingRoom room(patient, {above(2)}, smooth());
  std::vector<bool> counted(kReps + 1);
  std::uint32_t before = 0;
  room.run(support::workRestPhase(5, 5, kReps, kRateHz), 0, [&](const support::RoomHop& hop) {
    if (hop.frame.reps > before) counted[hop.frame.rep] = true;
    before = hop.frame.reps;
  });
  Count count;
  for (std::uint32_t rep = 1; rep <= kReps; ++rep)
    ++(counted[rep] == (patient.reps[rep - 1] == RepKind::kGood) ? count.right : count.wrong);
  return count;
}

TEST(Repetitions, AreCountedByTheCueAsTheScriptHasThem) {
  Count all;
  const std::uint64_t n = seedsN(5);
  for (std::uint64_t seed = 1; seed <= n; ++seed) {
    const Count c = countedByCue(seed);
    all.right += c.right;
    all.wrong += c.wrong;
  }
  std::printf("by cue: %d of %d right (%.2f %%)\n", all.right, all.right + all.wrong, 100 * all.share());
  EXPECT_GE(all.share(), 0.99);
}

/// Contractions at times of the patient's own, some too short; nothing tells when.
Count countedFreely(std::uint64_t seed) {
  drivers::SimulatorConfig patient = shaky(seed);
  std::vector<drivers::EffortPoint> effort{{0, 0}};
  struct Rep {
    double fromS, toS;
    bool good;
  };
  std::vector<Rep> truth;
  std::uint64_t dice = seed * 0x9E3779B97F4A7C15ULL + 1;
  const auto between = [&](double low, double high) {
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return low + (high - low) * static_cast<double>(dice >> 40) / static_cast<double>(1 << 24);
  };
  for (double t = 2; truth.size() < 40;) {
    const bool good = between(0, 1) < 0.75;
    const double uv = kWorkUv * between(0.95, 1.15), lengthS = good ? between(2.2, 5) : between(0.3, 0.8);
    for (const auto& [s, v] : {std::pair{t, 0.0}, {t + 0.2, uv}, {t + 0.2 + lengthS, uv}, {t + 0.5 + lengthS, 0.0}})
      effort.push_back({s, v});
    truth.push_back({t, t + 0.5 + lengthS, good});
    t += 0.5 + lengthS + between(1.5, 5);
  }
  patient.effort = {effort};
  support::TrainingRoom room(patient, {above(1)}, smooth());
  std::vector<double> countedS;
  std::uint32_t before = 0;
  room.run(support::trialPhase(), truth.back().toS + 3, [&](const support::RoomHop& hop) {
    for (; before < hop.frame.reps; ++before) countedS.push_back(hop.tS);
  });
  Count count;
  std::size_t spurious = countedS.size();
  for (const Rep& rep : truth) {
    const auto n = std::ranges::count_if(countedS, [&](double s) { return s > rep.fromS && s < rep.toS + 1; });
    ++(n == (rep.good ? 1 : 0) ? count.right : count.wrong);
    spurious -= static_cast<std::size_t>(n);
  }
  count.wrong += static_cast<int>(spurious);
  return count;
}

TEST(Repetitions, AreCountedFreelyAsTheScriptHasThem) {
  Count all;
  const std::uint64_t n = seedsN(5);
  for (std::uint64_t seed = 1; seed <= n; ++seed) {
    const Count c = countedFreely(seed);
    all.right += c.right;
    all.wrong += c.wrong;
  }
  std::printf("freely: %d of %d right (%.2f %%)\n", all.right, all.right + all.wrong, 100 * all.share());
  EXPECT_GE(all.share(), 0.99);
}

TEST(Repetitions, OneThatBeginsTooLateToBeHeldDoesNotCount) {
  drivers::SimulatorConfig patient = shaky(1);
  patient.workUv = kWorkUv;
  patient.reps = {RepKind::kGood, RepKind::kLate, RepKind::kGood, RepKind::kLate};
  support::TrainingRoom room(patient, {above(3)}, smooth());
  std::uint32_t reps = 0;
  room.run(support::workRestPhase(5, 5, 4, kRateHz), 0, [&](const support::RoomHop& hop) { reps = hop.frame.reps; });
  EXPECT_EQ(reps, 2U);
}

TEST(Repetitions, NoiseAloneIsNeverOne) {
  support::TrainingRoom room(shaky(1), {above(0.2)}, smooth());
  std::uint32_t reps = 0;
  room.run(support::workRestPhase(5, 5, 20, kRateHz), 0, [&](const support::RoomHop& hop) { reps = hop.frame.reps; });
  EXPECT_EQ(reps, 0U);
}

/// The share of quick releases counted, of a patient who lets go with this time constant.
std::uint32_t releasesCounted(double releaseS, double* slowestS) {
  drivers::SimulatorConfig patient = shaky(2);
  patient.noiseUv = 2;
  patient.workUv = kWorkUv;
  patient.releaseS = releaseS;
  ChannelRule c;
  c.rule.kind = "contract_relax";
  c.rule.thresholdUv = 0.2 * kWorkUv;
  c.rule.contractUv = 0.6 * kWorkUv;
  c.rule.limitS = 0.5;
  dsp::ChainSettings chain;
  chain.rmsWindowMs = 125;
  support::TrainingRoom room(patient, {c}, chain);
  std::uint32_t reps = 0;
  room.run(support::workRestPhase(3, 5, 12, kRateHz), 0, [&](const support::RoomHop& hop) {
    reps = hop.frame.reps;
    if (const auto s = room.engine().releaseS()) *slowestS = std::max(*slowestS, *s);
  });
  return reps;
}

TEST(Repetitions, ContractAndRelaxCountsWhoLetsGoQuickly) {
  double quickS = 0, slowS = 0;
  EXPECT_EQ(releasesCounted(0.1, &quickS), 12U);
  EXPECT_LT(quickS, 0.5);
  EXPECT_EQ(releasesCounted(1.0, &slowS), 0U);
  EXPECT_GT(slowS, 0.6);
}

}  // namespace
}  // namespace tonus
