#include <algorithm>
#include <array>

#include "rows.h"
#include "registry.h"

namespace tonus::analysis {

namespace {

constexpr std::array<NumberRow, 32> kRows{{
    {{"pre_baseline_median", "Resting level before", "µV", "median of the seconds' RMS in the baseline"}, preBaselineMedian},
    {{"pre_baseline_median_by_posture", "Resting level before, by posture", "µV", "median of the seconds' RMS in each baseline"}, preBaselineByPosture},
    {{"trial_medians", "Level in the trial", "µV", "median of the seconds' RMS in each trial with feedback"}, trialMedians},
    {{"post_baseline_median", "Resting level after", "µV", "median of the seconds' RMS in the end baseline"}, postBaselineMedian},
    {{"percent_time_below_threshold", "Time below the line", "%", "share of usable, scored time with feedback in which the envelope was below the line as it stood"}, percentBelowLine},
    {{"self_control_delta", "Change without help", "µV", "median level without feedback after training less that before; negative = lower"}, selfControlDelta},
    {{"stress_reactivity_pct", "Rise under stress", "%", "median level of the challenge over the resting level before, less 100 %"}, stressReactivity},
    {{"recovery_half_time_s", "Half-time of recovery", "s", "until the second's RMS is half way back from the challenge's last 30 s to the resting level and stays there for 3 s; none if that did not happen"}, recoveryHalfTime},
    {{"asymmetry_index", "Right against left at rest", "%", "100 (R - L) / (R + L) of the resting levels before; has no established clinical meaning by itself"}, asymmetryIndex},
    {{"release_time_ms", "Time to let go", "ms", "from leaving half of a contraction's level to 1.5 x the resting level, RMS over 50 ms, median of the repetitions"}, releaseTime},
    {{"poc_masseter", "Overlap of the masseters", "%", "100 (1 - sum|R - L| / sum(R + L)) over 100 ms windows of the light clenches, each side in percent of its reference"}, pocMasseter},
    {{"poc_temporalis", "Overlap of the temporal muscles", "%", "as for the masseters"}, pocTemporalis},
    {{"mean_mvf_uv", "Level in full flexion", "µV", "RMS of the hold in full flexion, over the repetitions"}, meanFullFlexion},
    {{"frr_max_flex_over_mvf", "Flexion over full flexion", "", "strongest quarter second while bending over the level in full flexion"}, flexionRatio},
    {{"frr_max_ext_over_mvf", "Extension over full flexion", "", "strongest quarter second while coming up over the level in full flexion"}, extensionRatio},
    {{"fer_max_flex_over_max_ext", "Flexion over extension", "", "strongest quarter second while bending over that while coming up"}, flexionToExtension},
    {{"stand_mean_uv", "Level standing", "µV", "RMS of standing before bending, over the repetitions"}, standingLevel},
    {{"rom_deg", "Range of motion", "°", "measured by hand and entered; none if nobody did"}, rangeOfMotion},
    {{"ut_lt_ratio_up", "Upper over lower trapezius, raising", "", "each in percent of its reference, RMS of the raising stages of a test"}, utToLtUp},
    {{"ut_lt_ratio_down", "Upper over lower trapezius, lowering", "", "the same of the lowering stages"}, utToLtDown},
    {{"ut_sa_ratio", "Upper trapezius over serratus", "", "the same of raising, holding and lowering"}, utToSa},
    {{"mean_pct_mvic_per_channel", "Effort", "% of reference", "RMS of the work stages of each exercise over the channel's reference"}, meanPercentOfReference},
    {{"vmo_pct_mvic", "Effort of the VMO", "% of reference", "RMS of the work stages of each exercise over its reference"}, vmoPercent},
    {{"vmo_vl_ratio", "VMO over VL", "", "each in percent of its reference, RMS of the work stages"}, vmoToVl},
    {{"onset_diff_ms", "VMO after VL", "ms", "median over repetitions of when the 10 ms RMS rises above mean + 3 SD of rest for 50 ms; positive = VMO later; to 10 ms"}, onsetDifference},
    {{"success_reps", "Repetitions that reached the goal", "", "counted by the rule while the session ran"}, successReps},
    {{"fatigue_mdf_slope_pct_min", "Slope of the median frequency", "%/min", "straight line through 1 s windows whole in work stages, in percent of its beginning; weak evidence by itself"}, mdfSlope},
    {{"rest_time_pct", "Time at rest", "%", "share of usable time of the task in spells of 0.2 s or more below the line"}, restTime},
    {{"gaps_per_min", "Rests a minute", "1/min", "spells of 0.2 s or more below the line, a minute of usable time"}, gapsPerMinute},
    {{"p10_p50_p90_pct_ref", "Load of the task", "% of reference", "percentiles of the envelope over usable time"}, percentilesOfReference},
    {{"burst_time_over_2pct", "Time above 2 %", "%", "share of usable time with the envelope above 2 % of the reference"}, burstTime},
    {{"max_sustained_s", "Longest activity without a rest", "s", "in one piece of usable signal"}, longestActivity},
}};

}  // namespace

std::span<const NumberRow> numberRegistry() { return kRows; }

std::span<const NumberInfo> numberInfos() {
  static constexpr auto kInfos = [] {
    std::array<NumberInfo, kRows.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = kRows[i].info;
    return out;
  }();
  return kInfos;
}

const NumberInfo* findNumber(std::string_view id) {
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const NumberRow& r) { return r.info.id == id; });
  return row == kRows.end() ? nullptr : &row->info;
}

}  // namespace tonus::analysis
