// Every number of the registry against a value worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "number_rig.h"
#include "tonus/dsp/metric.h"

namespace tonus::analysis {

std::uint16_t NumberRig::mdfMetric() {
  const auto rows = dsp::metricRegistry();
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (rows[i].info.id == "mdf") return static_cast<std::uint16_t>(i);
  return 0;
}

namespace {

using core::EventKind;
using core::PhaseKind;
using Rig = NumberRig;

NumberChannel channel(const std::string& ref, const std::string& muscle = "", const std::string& side = "", bool trained = true) {
  return {ref, ref, muscle, side, trained, 0};
}
Rig::Level always(double uv) {
  return [uv](std::size_t, const Moment&) { return uv; };
}

TEST(Numbers, TheRegistryNamesEachOnceInWords) {
  std::set<std::string_view> ids;
  for (const NumberInfo& n : numberInfos()) {
    EXPECT_TRUE(ids.insert(n.id).second) << n.id;
    EXPECT_FALSE(n.name.empty() || n.how.empty()) << n.id;
  }
  EXPECT_EQ(ids.size(), 32U);
  EXPECT_EQ(findNumber("no_such"), nullptr);
  EXPECT_EQ(findNumber("rest_time_pct")->unit, "%");
}

TEST(Numbers, RestingLevelsAreTheMedianOfWholeUsableSeconds) {
  Rig rig({channel("A")}, {"pre_baseline_median", "post_baseline_median", "pre_baseline_median_by_posture"});
  auto base = Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline");
  base.posture = "sit";
  // Seconds 1, 2, 3, 4, 5 and one that is loud but not usable.
  rig.step(base, 6, [](std::size_t, const Moment& m) { return m.s < 5 ? std::floor(m.s) + 1 : 100; },
           [](std::size_t, const Moment& m) { return m.s < 5.5; });
  rig.step(Rig::phase(PhaseKind::kEndBaseline, "End"), 4, [](std::size_t, const Moment& m) { return m.s < 2 ? 2.0 : 4.0; });
  EXPECT_NEAR(rig.value("pre_baseline_median"), 3, 1e-6);
  EXPECT_NEAR(rig.value("pre_baseline_median_by_posture", 0, "sit"), 3, 1e-6);
  EXPECT_NEAR(rig.value("post_baseline_median"), 3, 1e-6);  // between two and two seconds
}

TEST(Numbers, AStepDoneOverCountsAsItWasLast) {
  Rig rig({channel("A")}, {"pre_baseline_median"});
  rig.step(Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline"), 5, always(9));
  rig.again = true;
  rig.step(Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline"), 5, always(4));
  EXPECT_NEAR(rig.value("pre_baseline_median"), 4, 1e-6);
}

TEST(Numbers, PausedAndLostTimeIsInNone) {
  Rig rig({channel("A")}, {"pre_baseline_median"});
  const auto base = Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline");
  rig.step(base, 3, always(2));
  rig.paused = true;
  rig.again = true;
  rig.step(base, 3, always(50));
  rig.paused = false;
  EXPECT_TRUE(std::isnan(rig.value("pre_baseline_median")));  // done over, and paused all the time
  Rig gap({channel("A")}, {"pre_baseline_median"});
  gap.step(base, 2.5, always(2));
  gap.again = true;
  gap.lose(5);
  gap.step(base, 3, always(2));
  EXPECT_NEAR(gap.value("pre_baseline_median"), 2, 1e-6);
}

TEST(Numbers, TrialsAndTimeBelowTheLine) {
  Rig rig({channel("A"), channel("M", "", "", false)}, {"trial_medians", "percent_time_below_threshold"});
  rig.lineUv = {5, 5};
  rig.step(Rig::phase(PhaseKind::kTrial, "Trial 1", "", true), 10, [](std::size_t, const Moment& m) { return m.s < 7 ? 4 : 6; });
  rig.step(Rig::phase(PhaseKind::kTransfer, "Transfer"), 10, always(1));
  core::PhaseInfo bite = Rig::phase(PhaseKind::kWorkRest, "Bite", "", true);
  bite.rule = "follow";
  rig.step(bite, 10, always(20));  // judged by a rule of its own: below the line is nothing to be counted
  rig.step(Rig::phase(PhaseKind::kTrial, "Trial 2", "", true), 10, always(3), [](std::size_t, const Moment& m) { return m.s < 5; });
  EXPECT_NEAR(rig.value("trial_medians", 0, "Trial 1"), 4, 1e-6);
  EXPECT_NEAR(rig.value("trial_medians", 0, "Trial 2"), 3, 1e-6);
  EXPECT_TRUE(std::isnan(rig.value("trial_medians", 1, "Trial 1")));  // not trained
  EXPECT_NEAR(rig.value("percent_time_below_threshold"), 100.0 * (7 + 5) / (10 + 5), 1e-6);
}

TEST(Numbers, SelfControlIsAfterLessBefore) {
  Rig rig({channel("A")}, {"self_control_delta"});
  rig.step(Rig::phase(PhaseKind::kTransfer, "Before", "self_control_pre"), 5, always(6));
  EXPECT_TRUE(std::isnan(rig.value("self_control_delta")));
  rig.step(Rig::phase(PhaseKind::kTransfer, "After", "self_control_post"), 5, always(4.5));
  EXPECT_NEAR(rig.value("self_control_delta"), -1.5, 1e-6);
}

TEST(Numbers, StressAndTheHalfTimeOfRecovery) {
  Rig rig({channel("A"), channel("B")}, {"stress_reactivity_pct", "recovery_half_time_s"});
  rig.step(Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline"), 10, always(4));
  rig.step(Rig::phase(PhaseKind::kChallenge, "Challenge"), 40, [](std::size_t c, const Moment&) { return c == 0 ? 10.0 : 5.0; });
  // Half of the way is 7 µV. A dips once for a second, and goes below for good after 12 s. B never comes down.
  rig.step(Rig::phase(PhaseKind::kRecovery, "Recovery"), 30, [](std::size_t c, const Moment& m) {
    if (c == 1) return 5.0;
    return (m.s >= 5 && m.s < 6) || m.s >= 12 ? 6.0 : 9.0;
  });
  EXPECT_NEAR(rig.value("stress_reactivity_pct", 0), 150, 1e-4);
  EXPECT_NEAR(rig.value("stress_reactivity_pct", 1), 25, 1e-4);
  EXPECT_NEAR(rig.value("recovery_half_time_s", 0), 12, 1e-9);
  EXPECT_TRUE(std::isnan(rig.value("recovery_half_time_s", 1)));
}

TEST(Numbers, TheTwoSidesAtRestAndOverlappingInTheJaw) {
  Rig rig({channel("ML", "masseter", "L"), channel("MR", "masseter", "R"), channel("TL", "temporalis_ant", "L"),
           channel("TR", "temporalis_ant", "R")},
          {"asymmetry_index", "poc_masseter", "poc_temporalis"});
  rig.step(Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline"), 5,
           [](std::size_t c, const Moment&) { return c == 1 ? 3.0 : 2.0; });
  for (int c = 0; c < 4; ++c) rig.event(EventKind::kReference, c, c == 0 ? 200 : 100, "strongest");
  auto clench = Rig::round(Rig::phase(PhaseKind::kWorkRest, "Discrimination", "discrimination"),
                           {Rig::stage("Clench", 3, true), Rig::stage("Release", 5, false)}, 2);
  // Masseters 40 µV of 200 and 20 of 100: 20 % and 20 %. Temporal muscles 30 % and 10 %.
  rig.step(clench, 0, [](std::size_t c, const Moment& m) { return m.stage == 1 ? 1.0 : c == 0 ? 40.0 : c == 1 ? 20.0 : c == 2 ? 30.0 : 10.0; });
  EXPECT_NEAR(rig.value("asymmetry_index", -1, "ML / MR"), 20, 1e-4);
  EXPECT_NEAR(rig.value("asymmetry_index", -1, "TL / TR"), 0, 1e-4);
  EXPECT_NEAR(rig.value("poc_masseter", -1), 100, 1e-4);
  EXPECT_NEAR(rig.value("poc_temporalis", -1), 50, 1e-4);
}

TEST(Numbers, LettingGoIsTimedFromLeavingTheContraction) {
  Rig rig({channel("A")}, {"release_time_ms"});
  rig.step(Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline"), 10, always(2));
  auto clench = Rig::round(Rig::phase(PhaseKind::kWorkRest, "Clench", "", true), {Rig::stage("Work", 3, true), Rig::stage("Rest", 5, false)}, 3);
  clench.up = true;
  // Holds 200 ms on after the cue, then 250 ms at 8 µV on the way down, then rests: 250 ms and the 50 ms of the window.
  rig.step(clench, 0, [](std::size_t, const Moment& m) {
    if (m.stage == 0) return 20.0;
    return m.stageS < 0.2 - 1e-9 ? 20.0 : m.stageS < 0.45 - 1e-9 ? 8.0 : 2.0;
  });
  EXPECT_NEAR(rig.value("release_time_ms"), 300, 41);  // a window may straddle either edge
}

TEST(Numbers, RestsInWorkAreSpellsOfAFifthOfASecond) {
  Rig rig({channel("A")}, {"rest_time_pct", "gaps_per_min", "max_sustained_s"});
  rig.lineUv = {2};
  // Each 10 s: a rest of 1 s, a dip of 0.1 s that is none, the rest is work.
  rig.step(Rig::phase(PhaseKind::kTask, "Task"), 60, [](std::size_t, const Moment& m) {
    const double s = std::fmod(m.s + 1e-9, 10);
    return s < 1 || (s >= 5 && s < 5.1) ? 1.0 : 4.0;
  });
  EXPECT_NEAR(rig.value("rest_time_pct", 0, "Task"), 10, 1e-6);
  EXPECT_NEAR(rig.value("gaps_per_min", 0, "Task"), 6, 1e-6);
  EXPECT_NEAR(rig.value("max_sustained_s", 0, "Task"), 9, 1e-6);
}

TEST(Numbers, ActivityIsNotCountedThroughTimeThatNobodySaw) {
  Rig rig({channel("A")}, {"rest_time_pct", "max_sustained_s"});
  rig.lineUv = {2};
  rig.step(Rig::phase(PhaseKind::kTask, "Task"), 20, always(4), [](std::size_t, const Moment& m) { return m.s < 8 || m.s >= 10; });
  EXPECT_NEAR(rig.value("max_sustained_s", 0, "Task"), 10, 1e-6);
  EXPECT_NEAR(rig.value("rest_time_pct", 0, "Task"), 0, 1e-6);
}

TEST(Numbers, LoadOfATaskInPercentOfTheReference) {
  Rig rig({channel("A")}, {"p10_p50_p90_pct_ref", "burst_time_over_2pct"});
  rig.event(EventKind::kReference, 0, 200, "strongest");
  // 1 to 10 µV, a second each, are 0.5 to 5 %.
  rig.step(Rig::phase(PhaseKind::kTask, "Task"), 10, [](std::size_t, const Moment& m) { return std::floor(m.s + 1e-9) + 1; });
  EXPECT_NEAR(rig.value("p10_p50_p90_pct_ref", 0, "Task, P50"), 2.75, 1e-6);
  EXPECT_NEAR(rig.value("p10_p50_p90_pct_ref", 0, "Task, P10"), 0.95, 0.06);  // between two seconds of 100 hops
  EXPECT_NEAR(rig.value("p10_p50_p90_pct_ref", 0, "Task, P90"), 4.55, 0.06);
  EXPECT_NEAR(rig.value("burst_time_over_2pct", 0, "Task"), 60, 1e-6);  // 5 to 10 µV
  Rig none({channel("A")}, {"p10_p50_p90_pct_ref", "burst_time_over_2pct"});
  none.step(Rig::phase(PhaseKind::kTask, "Task"), 10, always(3));
  EXPECT_THAT(none.made(), testing::IsEmpty());  // without a reference
}

TEST(Numbers, EffortAndRatiosOfTheKnee) {
  Rig rig({channel("VMO"), channel("VL")}, {"vmo_pct_mvic", "vmo_vl_ratio", "mean_pct_mvic_per_channel", "success_reps"});
  rig.event(EventKind::kReference, 0, 200, "strongest");
  rig.event(EventKind::kReference, 1, 100, "strongest");
  auto quad = Rig::round(Rig::phase(PhaseKind::kWorkRest, "Quad set", "", true), {Rig::stage("Work", 5, true), Rig::stage("Rest", 10, false)}, 4);
  rig.reps = 3;
  rig.step(quad, 0, [](std::size_t c, const Moment& m) { return m.stage == 1 ? 1.0 : c == 0 ? 90.0 : 50.0; });
  auto test = Rig::round(Rig::phase(PhaseKind::kTest, "Step test"), {Rig::stage("Step down", 3, true), Rig::stage("Rest", 5, false)}, 2);
  rig.step(test, 0, [](std::size_t c, const Moment& m) { return m.stage == 1 ? 1.0 : c == 0 ? 60.0 : 40.0; });
  EXPECT_NEAR(rig.value("vmo_pct_mvic", 0, "Quad set"), 45, 1e-4);
  EXPECT_NEAR(rig.value("mean_pct_mvic_per_channel", 1, "Quad set"), 50, 1e-4);
  EXPECT_NEAR(rig.value("vmo_vl_ratio", -1, "Quad set"), 0.9, 1e-6);
  EXPECT_NEAR(rig.value("vmo_vl_ratio", -1, "Step test"), 0.75, 1e-6);
  EXPECT_EQ(rig.value("success_reps", -1, "Quad set, of 4"), 3);
}

TEST(Numbers, RatiosOfTheShoulderByStage) {
  Rig rig({channel("UT"), channel("LT"), channel("SA")}, {"ut_lt_ratio_up", "ut_lt_ratio_down", "ut_sa_ratio"});
  for (int c = 0; c < 3; ++c) rig.event(EventKind::kReference, c, 100, "strongest");
  auto test = Rig::round(Rig::phase(PhaseKind::kTest, "Elevation"),
                         {Rig::stage("Raise", 3, true), Rig::stage("Hold", 2, true), Rig::stage("Lower", 3, true), Rig::stage("Rest", 5, false)}, 3);
  rig.step(test, 0, [](std::size_t c, const Moment& m) {
    if (m.stage == 3) return 90.0;
    return c == 0 ? (m.stage == 2 ? 10.0 : 30.0) : c == 1 ? 20.0 : 40.0;
  });
  EXPECT_NEAR(rig.value("ut_lt_ratio_up", -1, "Elevation"), 1.5, 1e-6);
  EXPECT_NEAR(rig.value("ut_lt_ratio_down", -1, "Elevation"), 0.5, 1e-6);
  EXPECT_NEAR(rig.value("ut_sa_ratio", -1, "Elevation"), std::sqrt((5 * 900 + 3 * 100) / 8.0) / 40, 1e-6);
}

TEST(Numbers, WhoBeginsFirst) {
  Rig rig({channel("VMO"), channel("VL")}, {"onset_diff_ms"});
  rig.step(Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline"), 5,
           [](std::size_t, const Moment& m) { return std::lround(m.s * 100) % 2 == 0 ? 1.0 : 2.0; });  // 1.5 + 3 × 0.5 µV
  auto quad = Rig::round(Rig::phase(PhaseKind::kWorkRest, "Quad set", "", true), {Rig::stage("Work", 5, true), Rig::stage("Rest", 5, false)}, 3);
  rig.step(quad, 0, [](std::size_t c, const Moment& m) {
    const double from = c == 0 ? 0.62 : 0.55;  // the VMO 70 ms after the VL
    return m.stage == 0 && m.stageS >= from - 1e-9 ? 10.0 : 2.9;
  });
  EXPECT_NEAR(rig.value("onset_diff_ms", -1), 70, 1e-6);
}

TEST(Numbers, TheMedianFrequencyFallsInPercentOfItsBeginning) {
  Rig rig({channel("A")}, {"fatigue_mdf_slope_pct_min"});
  auto work = Rig::round(Rig::phase(PhaseKind::kWorkRest, "Hold", "", true), {Rig::stage("Work", 30, true), Rig::stage("Rest", 30, false)}, 1);
  // 100 Hz at the session's 1.01 s and 6 Hz less a minute; what is beyond the work says 500 Hz.
  rig.step(work, 0, [&](std::size_t, const Moment& m) {
    const auto hop = std::lround(m.s * 100);
    if (hop > 0 && hop % 50 == 1) rig.mdf(0, m.s < 30 ? 100 - 6 * (m.s - 1.01) / 60 : 500);
    return 20.0;
  });
  EXPECT_NEAR(rig.value("fatigue_mdf_slope_pct_min"), -6, 0.02);
}

TEST(Numbers, FlexionAndRelaxation) {
  Rig rig({channel("L")}, {"mean_mvf_uv", "frr_max_flex_over_mvf", "frr_max_ext_over_mvf", "fer_max_flex_over_max_ext", "stand_mean_uv", "rom_deg"});
  auto test = Rig::round(Rig::phase(PhaseKind::kTest, "Flexion test", "fr_pre"),
                         {Rig::stage("Stand", 5, false), Rig::stage("Flex", 5, false), Rig::stage("Hold", 5, true),
                          Rig::stage("Extend", 5, false), Rig::stage("Stand again", 5, false)}, 4);
  rig.step(test, 0, [](std::size_t, const Moment& m) {
    if (m.stage == 1) return m.stageS >= 2 && m.stageS < 3 ? 30.0 : 20.0;
    if (m.stage == 2) return 3.0;
    if (m.stage == 3) return m.stageS >= 1 && m.stageS < 2 ? 60.0 : 15.0;
    return m.stage == 0 ? 8.0 : 99.0;
  });
  EXPECT_NEAR(rig.value("mean_mvf_uv", 0, "Flexion test"), 3, 1e-5);
  EXPECT_NEAR(rig.value("frr_max_flex_over_mvf", 0, "Flexion test"), 10, 1e-4);
  EXPECT_NEAR(rig.value("frr_max_ext_over_mvf", 0, "Flexion test"), 20, 1e-4);
  EXPECT_NEAR(rig.value("fer_max_flex_over_max_ext", 0, "Flexion test"), 0.5, 1e-6);
  EXPECT_NEAR(rig.value("stand_mean_uv", 0, "Flexion test"), 8, 1e-5);
  EXPECT_TRUE(std::isnan(rig.value("rom_deg", -1, "measurement 1")));  // nobody measured it
  rig.event(EventKind::kEntry, -1, 72, "rom_deg");
  EXPECT_EQ(rig.value("rom_deg", -1, "measurement 1"), 72);
}

TEST(Numbers, OnlyWhatAProtocolWantsIsMade) {
  Rig rig({channel("A")}, {"pre_baseline_median", "nonsense"});
  rig.step(Rig::phase(PhaseKind::kBaseline, "Baseline", "pre_baseline"), 5, always(4));
  rig.step(Rig::phase(PhaseKind::kEndBaseline, "End"), 5, always(4));
  EXPECT_EQ(rig.made().size(), 1U);
}

}  // namespace
}  // namespace tonus::analysis
