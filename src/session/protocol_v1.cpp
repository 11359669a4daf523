// tonus.protocol/1: a flat list of phases, one rule, a line from the baseline. No file is written so any more; records are.
#include <algorithm>

#include "json_fields.h"
#include "protocol_json.h"
#include "protocol_names.h"

namespace tonus::session {

namespace {

constexpr const char* kHint = "Mend the file or remove it; the other protocols can be used.";

core::Result<Phase> readPhase(const nlohmann::json& j, const std::string& where) {
  JsonFields f(j, where);
  Phase p;
  std::string kind;
  f.required("kind", kind);
  f.required("name", p.name);
  f.optional("cue", p.cue);
  f.optional("duration_s", p.durationS);
  const auto* row = std::find_if(kPhaseKinds.begin(), kPhaseKinds.begin() + 7, [&](const auto& k) { return kind == k.name; });
  if (row == kPhaseKinds.begin() + 7) {
    f.fail("has an unknown kind \"" + kind + '"');
  } else {
    p.kind = row->kind;
    p.feedback = row->shown;
    p.scored = row->scored;
  }
  f.optional("feedback", p.feedback);
  f.optional("scored", p.scored);
  p.sound = p.feedback;
  if (!(p.durationS >= 0 && p.durationS <= 4 * 3600)) f.fail("has a duration_s outside 0 to 14400");
  if (!f.ok()) return f.fault(kHint);
  return p;
}

}  // namespace

core::Result<Protocol> readProtocolV1(const nlohmann::json& j) {
  JsonFields f(j, "The protocol");
  Protocol p;
  std::vector<std::string> muscles;
  p.law.kind = "baseline";
  p.law.start = 0.9;
  p.law.floorOfNoise = 0;
  p.lostTimeCounts = true;
  f.required("id", p.id);
  f.required("name", p.name);
  f.optional("condition", p.condition);
  f.optional("review", p.review);
  f.optional("source", p.source);
  f.optional("rule", p.rule.kind);
  f.optional("threshold_of_baseline", p.law.start);
  f.optional("muscles", muscles);
  if (!feedback::makeRule(p.rule.kind)) f.fail("names an unknown rule \"" + p.rule.kind + '"');
  if (!(p.law.start >= 0 && p.law.start <= 100)) f.fail("has a threshold_of_baseline outside 0 to 100");
  if (f.ok() && (!j.contains("phases") || !j["phases"].is_array() || j["phases"].empty())) f.fail("has no phases");
  if (!f.ok()) return f.fault(kHint);
  if (p.law.start == 0) p.law.kind = "manual";
  const bool up = p.rule.kind == "above";
  p.goal.direction = up ? Direction::kUp : Direction::kDown;
  for (std::size_t i = 0; i < muscles.size(); ++i)
    p.channels.push_back({std::to_string(i + 1), muscles[i], "", up ? ChannelRole::kTrainUp : ChannelRole::kTrainDown, p.rule, p.law});
  for (std::size_t i = 0; i < j["phases"].size(); ++i) {
    auto phase = readPhase(j["phases"][i], "Phase " + std::to_string(i + 1) + " of \"" + p.name + '"');
    if (!phase) return phase.fault();
    phase->id = "phase_" + std::to_string(i + 1);
    p.phases.push_back(*std::move(phase));
  }
  return p;
}

}  // namespace tonus::session
