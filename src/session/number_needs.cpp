#include "number_needs.h"

#include <algorithm>
#include <array>

namespace tonus::session {

namespace {

using core::PhaseKind;
using Has = bool (*)(const Protocol&);

template <class Where>
bool any(const Protocol& p, Where where) { return std::any_of(p.phases.begin(), p.phases.end(), where); }
template <PhaseKind kind>
bool has(const Protocol& p) { return any(p, [](const Phase& f) { return f.kind == kind; }); }
bool marked(const Protocol& p, std::string_view marker) { return any(p, [&](const Phase& f) { return f.marker == marker; }); }

struct Need {
  Has has;
  std::string_view words;
};
constexpr Need kBaseline{[](const Protocol& p) { return has<PhaseKind::kBaseline>(p) || marked(p, "pre_baseline"); }, "a \"baseline\""};
constexpr Need kEnd{has<PhaseKind::kEndBaseline>, "an \"end_baseline\""};
constexpr Need kTrial{[](const Protocol& p) { return any(p, [](const Phase& f) { return f.kind == PhaseKind::kTrial && f.feedback; }); },
                      "a \"trial\" the patient sees"};
constexpr Need kScored{[](const Protocol& p) { return any(p, [](const Phase& f) { return f.scored && (f.feedback || f.sound); }); },
                       "a phase with feedback that counts for time in target"};
constexpr Need kBeforeAndAfter{[](const Protocol& p) { return marked(p, "self_control_pre") && marked(p, "self_control_post"); },
                               "phases with the markers self_control_pre and self_control_post"};
constexpr Need kChallenge{has<PhaseKind::kChallenge>, "a \"challenge\""};
constexpr Need kRecovery{has<PhaseKind::kRecovery>, "a \"recovery\""};
constexpr Need kWork{has<PhaseKind::kWorkRest>, "a phase of \"work_rest\""};
constexpr Need kTest{has<PhaseKind::kTest>, "a \"test\""};
constexpr Need kTask{has<PhaseKind::kTask>, "a \"task\""};
constexpr Need kReference{[](const Protocol& p) {
                            return has<PhaseKind::kReference>(p) ||
                                   std::any_of(p.channels.begin(), p.channels.end(), [](const auto& c) { return c.rule.referenceUv > 0; });
                          },
                          "a \"reference\""};
constexpr Need kClench{[](const Protocol& p) { return has<PhaseKind::kReference>(p) || marked(p, "discrimination"); }, "a \"reference\""};
constexpr Need kMotion{[](const Protocol& p) { return any(p, [](const Phase& f) { return std::find(f.asks.begin(), f.asks.end(), "rom_deg") != f.asks.end(); }); },
                       "a \"rating\" that asks for the range of motion"};
constexpr Need kNothing{[](const Protocol&) { return true; }, ""};

struct Row {
  std::string_view id;
  std::array<Need, 3> needs;
};
constexpr std::array<Row, 32> kRows{{
    {"pre_baseline_median", {kBaseline, kNothing, kNothing}},
    {"pre_baseline_median_by_posture", {kBaseline, kNothing, kNothing}},
    {"trial_medians", {kTrial, kNothing, kNothing}},
    {"post_baseline_median", {kEnd, kNothing, kNothing}},
    {"percent_time_below_threshold", {kScored, kNothing, kNothing}},
    {"self_control_delta", {kBeforeAndAfter, kNothing, kNothing}},
    {"stress_reactivity_pct", {kChallenge, kBaseline, kNothing}},
    {"recovery_half_time_s", {kChallenge, kRecovery, kBaseline}},
    {"asymmetry_index", {kBaseline, kNothing, kNothing}},
    {"release_time_ms", {kWork, kBaseline, kNothing}},
    {"poc_masseter", {kClench, kNothing, kNothing}},
    {"poc_temporalis", {kClench, kNothing, kNothing}},
    {"mean_mvf_uv", {kTest, kNothing, kNothing}},
    {"frr_max_flex_over_mvf", {kTest, kNothing, kNothing}},
    {"frr_max_ext_over_mvf", {kTest, kNothing, kNothing}},
    {"fer_max_flex_over_max_ext", {kTest, kNothing, kNothing}},
    {"stand_mean_uv", {kTest, kNothing, kNothing}},
    {"rom_deg", {kMotion, kNothing, kNothing}},
    {"ut_lt_ratio_up", {kTest, kReference, kNothing}},
    {"ut_lt_ratio_down", {kTest, kReference, kNothing}},
    {"ut_sa_ratio", {kTest, kReference, kNothing}},
    {"mean_pct_mvic_per_channel", {kWork, kReference, kNothing}},
    {"vmo_pct_mvic", {kWork, kReference, kNothing}},
    {"vmo_vl_ratio", {kWork, kReference, kNothing}},
    {"onset_diff_ms", {kWork, kBaseline, kNothing}},
    {"success_reps", {kWork, kNothing, kNothing}},
    {"fatigue_mdf_slope_pct_min", {kWork, kNothing, kNothing}},
    {"rest_time_pct", {kTask, kNothing, kNothing}},
    {"gaps_per_min", {kTask, kNothing, kNothing}},
    {"p10_p50_p90_pct_ref", {kTask, kReference, kNothing}},
    {"burst_time_over_2pct", {kTask, kReference, kNothing}},
    {"max_sustained_s", {kTask, kNothing, kNothing}},
}};

const Row* rowOf(std::string_view id) {
  const auto* row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.id == id; });
  return row == kRows.end() ? nullptr : row;
}

}  // namespace

bool isKnownNumber(std::string_view id) { return rowOf(id) != nullptr; }

std::string whatNumberLacks(std::string_view id, const Protocol& p) {
  const Row* row = rowOf(id);
  std::string out;
  for (const Need& need : row == nullptr ? std::array<Need, 3>{kNothing, kNothing, kNothing} : row->needs)
    if (!need.has(p)) out.append(out.empty() ? "" : " and ").append(need.words);
  return out;
}

}  // namespace tonus::session
