#include "tonus/session/field_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "tonus/feedback/rule.h"

namespace tonus::session {

namespace {

constexpr auto kFields = std::to_array<FieldWords>({
    {"name", "Name", ""},
    {"condition", "For", ""},
    {"review", "Looked over by", ""},
    {"source", "Where it comes from", ""},
    {"criterion", "The course has reached its goal when", ""},
    {"cautions", "Cautions", ""},
    {"evidence", "Evidence", ""},
    {"sessions", "Course", ""},
    {"session_metrics", "Numbers of a session", ""},
    {"outcomes", "Questionnaires and ratings", ""},
    {"grade", "How good the evidence is", ""},
    {"summary", "In short", ""},
    {"sources", "Sources", ""},
    {"count", "Sessions", ""},
    {"per_week", "Sessions a week", ""},
    {"minutes", "One visit", "min"},
    {"when", "When", ""},
    {"ref", "Short name", ""},
    {"muscle", "Muscle", ""},
    {"side", "Side", ""},
    {"role", "Role", ""},
    {"direction", "Goal", ""},
    {"rms_ms", "Envelope window", "ms"},
    {"display_ms", "Smoothing of displays", "ms"},
    {"scale", "Scale of displays", ""},
    {"ratios", "Ratios of muscles", ""},
    {"kind", "Kind", ""},
    {"cue", "What the patient reads", ""},
    {"instruction", "Instruction", ""},
    {"marker", "Marker in the record", ""},
    {"posture", "Posture", ""},
    {"duration_s", "Length", "s"},
    {"repeat", "Passes", ""},
    {"rest_s", "Rest between passes", "s"},
    {"reps", "Repetitions", ""},
    {"stages", "Parts of a repetition", ""},
    {"work", "Work", ""},
    {"visual", "The patient sees the level", ""},
    {"sound", "The patient hears the level", ""},
    {"scored", "Counts for time in target", ""},
    {"per_channel", "Each muscle by itself", ""},
    {"submaximal", "A steady hold, not the strongest", ""},
    {"breaths_per_min", "Paced breath", "breaths/min"},
    {"target_percents", "Targets of the repetitions, % of the reference", ""},
    {"asks", "What is asked", ""},
    {"line_uV", "Line to begin with", "µV"},
    {"upper_uV", "Upper edge", "µV"},
    {"hysteresis", "To go back across", "% of the line", 100},
    {"dwell_ms", "To stay across", "ms"},
    {"hold_s", "A repetition is held for", "s"},
    {"dip_ms", "Leaving for less does not break it", "ms"},
    {"refractory_ms", "Pause after a success", "ms"},
    {"reference_uV", "Reference contraction", "µV"},
    {"noise_uV", "Noise floor", "µV"},
    {"partner", "The other muscle", ""},
    {"ratio", "Ratio", "×"},
    {"least_activity", "Least work of the other muscle", "% of its reference", 100},
    {"least_activity_uV", "Least work of the other muscle", "µV"},
    {"difference_uV", "More than the other muscle by", "µV"},
    {"contract_uV", "A contraction reaches", "µV"},
    {"limit_s", "Let go within", "s"},
    {"curve", "Target curve", ""},
    {"band_of_line", "Width of the path", "% of the line", 100},
    {"start", "First line", "×"},
    {"locked", "Moved by nobody but a person", ""},
    {"aim", "Aim: time in target", "%", 100},
    {"aim_low", "Stays as it is from", "%", 100},
    {"aim_high", "Stays as it is up to", "%", 100},
    {"every_s", "Moves at most every", "s"},
    {"window_s", "Looks back on", "s"},
    {"reps_n", "Looks at", "repetitions"},
    {"harder_from", "Harder from", "successes"},
    {"easier_below", "Easier below", "successes"},
    {"target", "Harder no further than", ""},
    {"step", "Largest move at once", "% of the line", 100},
    {"least_move", "Smallest move at once", "% of the line", 100},
    {"lowest_uV", "Never below", "µV"},
    {"highest_uV", "Never above", "µV"},
    {"most_of_baseline", "Never beyond", "× baseline"},
    {"floor_of_noise", "Never below", "× noise floor"},
    {"rest_aim", "Aim: time at rest", "%", 100},
    {"alarm_s", "Tells after work without rest for", "s"},
});

struct Choice {
  std::string_view key, value, words;
};
constexpr auto kChoices = std::to_array<Choice>({
    {"phase", "set_up", "Set-up"},
    {"phase", "noise_floor", "Noise floor"},
    {"phase", "reference", "Reference contraction"},
    {"phase", "settle", "Settling"},
    {"phase", "baseline", "Baseline"},
    {"phase", "trial", "Trial"},
    {"phase", "rest", "Rest"},
    {"phase", "work_rest", "Work and rest"},
    {"phase", "test", "Test movement"},
    {"phase", "task", "Daily task"},
    {"phase", "challenge", "Challenge"},
    {"phase", "recovery", "Recovery"},
    {"phase", "transfer", "Trial without feedback"},
    {"phase", "end_baseline", "Baseline at the end"},
    {"phase", "rating", "Rating"},
    {"phase", "free", "Free training"},
    {"role", "train_down", "train: let go"},
    {"role", "train_up", "train: work"},
    {"role", "train_hold", "train: hold"},
    {"role", "monitor", "watch only"},
    {"direction", "down", "let go"},
    {"direction", "up", "work"},
    {"direction", "ratio", "one muscle against another"},
    {"direction", "rest", "short rests in daily work"},
    {"side", "left", "left"},
    {"side", "right", "right"},
    {"side", "midline", "middle"},
    {"side", "affected", "the affected side"},
    {"side", "", "not said"},
    {"posture", "", "not said"},
    {"posture", "lie", "lying"},
    {"posture", "lie_side", "lying on the side"},
    {"posture", "sit_supported", "sitting, back supported"},
    {"posture", "sit_unsupported", "sitting without a backrest"},
    {"posture", "stand", "standing"},
    {"posture", "walk", "walking"},
    {"posture", "kneel", "kneeling"},
    {"asks", "pain_nrs", "Pain, 0 to 10"},
    {"asks", "comfort_nrs", "Comfort, 0 to 10"},
    {"asks", "rom_deg", "Range of motion, in degrees"},
    {"outcome", "akps", "Anterior knee pain scale (AKPS)"},
    {"outcome", "bctq_fss", "Boston carpal tunnel, function (BCTQ)"},
    {"outcome", "bctq_sss", "Boston carpal tunnel, symptoms (BCTQ)"},
    {"outcome", "dash", "Arm, shoulder and hand (DASH)"},
    {"outcome", "groc15", "Global rating of change (GROC)"},
    {"outcome", "headache_diary", "Headache diary"},
    {"outcome", "hit6", "Headache impact (HIT-6)"},
    {"outcome", "jfls8", "Jaw functional limitation (JFLS-8)"},
    {"outcome", "ndi", "Neck disability (NDI)"},
    {"outcome", "odi", "Oswestry disability (ODI)"},
    {"outcome", "pain_nrs", "Pain, 0 to 10"},
    {"outcome", "pain_vas", "Pain, on a line (VAS)"},
    {"outcome", "quickdash", "Arm, shoulder and hand, short (QuickDASH)"},
    {"outcome", "rmdq", "Roland-Morris disability (RMDQ)"},
    {"law", "manual", "by hand"},
    {"law", "baseline", "once, from the baseline"},
    {"law", "reference", "share of the reference contraction"},
    {"law", "adaptive", "moves towards a share of success"},
    {"law", "shaped", "moves with the repetitions"},
    {"law", "ratio", "ratio that moves with the repetitions"},
    {"law", "gap", "rests in daily work"},
    {"law", "fixed", "a fixed line"},
    {"grade", "supported", "supported by trials"},
    {"grade", "supported_with_cbt", "supported together with talking therapy"},
    {"grade", "moderate_for_disability", "moderate, for disability"},
    {"grade", "mixed", "mixed"},
    {"grade", "emerging", "emerging"},
    {"grade", "limited", "limited"},
    {"grade", "weak", "weak"},
    {"grade", "none", "none"},
});

std::string plain(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4g", value);
  return text.data();
}

}  // namespace

const FieldWords* fieldWords(std::string_view key) {
  const auto* row = std::find_if(kFields.begin(), kFields.end(), [&](const FieldWords& f) { return f.key == key; });
  return row == kFields.end() ? nullptr : row;
}

std::string numberWords(std::string_view key, double value) {
  const FieldWords* words = fieldWords(key);
  if (words == nullptr) return plain(value);
  std::string out = plain(value * words->shown);
  if (!words->unit.empty()) out += ' ' + std::string(words->unit);
  return out;
}

std::string choiceWords(std::string_view key, std::string_view value) {
  if (key == "rule")
    if (const auto* row = feedback::findRule(value)) return std::string(row->name);
  for (const Choice& c : kChoices)
    if (c.key == key && c.value == value) return std::string(c.words);
  std::string out(value);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

}  // namespace tonus::session
