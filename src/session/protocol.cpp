#include "tonus/session/protocol.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "json_fields.h"
#include "tonus/feedback/rule.h"
#include "tonus/resources/resources.h"

namespace tonus::session {

namespace {

using core::PhaseKind;
using nlohmann::json;

struct KindName {
  PhaseKind kind;
  const char* name;
  bool feedback;  // unless the file says otherwise
  bool scored;
};
constexpr std::array<KindName, 7> kKinds{{
    {PhaseKind::kSettle, "settle", false, false},
    {PhaseKind::kBaseline, "baseline", false, false},
    {PhaseKind::kTrial, "trial", true, true},
    {PhaseKind::kRest, "rest", false, false},
    {PhaseKind::kTransfer, "transfer", false, true},
    {PhaseKind::kEndBaseline, "end_baseline", false, false},
    {PhaseKind::kFree, "free", true, true},
}};
constexpr const char* kHint = "Mend the file or remove it; the other protocols can be used.";

core::Result<Phase> parsePhase(const json& j, const std::string& where) {
  JsonFields f(j, where);
  Phase p;
  std::string kind;
  f.required("kind", kind);
  f.required("name", p.name);
  f.optional("cue", p.cue);
  f.optional("duration_s", p.durationS);
  const auto* row = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& k) { return kind == k.name; });
  if (row == kKinds.end()) {
    f.fail("has an unknown kind \"" + kind + '"');
  } else {
    p.kind = row->kind;
    p.feedback = row->feedback;
    p.scored = row->scored;
  }
  f.optional("feedback", p.feedback);
  f.optional("scored", p.scored);
  if (!(p.durationS >= 0 && p.durationS <= 4 * 3600)) f.fail("has a duration_s outside 0 to 14400");
  if (!f.ok()) return f.fault(kHint);
  return p;
}

core::Result<Protocol> fromJson(const json& j) {
  JsonFields f(j, "The protocol");
  Protocol p;
  f.required("id", p.id);
  f.required("name", p.name);
  f.optional("condition", p.condition);
  f.optional("review", p.review);
  f.optional("source", p.source);
  f.optional("rule", p.ruleKind);
  f.optional("threshold_of_baseline", p.thresholdOfBaseline);
  f.optional("muscles", p.muscles);
  if (!feedback::makeRule(p.ruleKind)) f.fail("names an unknown rule \"" + p.ruleKind + '"');
  if (!(p.thresholdOfBaseline >= 0 && p.thresholdOfBaseline <= 100)) f.fail("has a threshold_of_baseline outside 0 to 100");
  if (f.ok() && (!j.contains("phases") || !j["phases"].is_array() || j["phases"].empty())) f.fail("has no phases");
  if (!f.ok()) return f.fault(kHint);
  for (std::size_t i = 0; i < j["phases"].size(); ++i) {
    auto phase = parsePhase(j["phases"][i], "Phase " + std::to_string(i + 1) + " of \"" + p.name + '"');
    if (!phase) return phase.fault();
    p.phases.push_back(*std::move(phase));
  }
  return p;
}

}  // namespace

double Protocol::totalS() const {
  double sum = 0;
  for (const Phase& p : phases) sum += p.durationS;
  return sum;
}

core::Result<Protocol> parseProtocol(std::string_view text) {
  try {
    return fromJson(json::parse(text));
  } catch (const json::parse_error& e) {  // its text names line and column
    return core::Fault{core::FaultCode::kBadFormat, std::string("The protocol is not valid JSON: ") + e.what(), kHint};
  }
}

std::string toJson(const Protocol& p) {
  json j{{"schema", "tonus.protocol/1"},
         {"id", p.id},
         {"name", p.name},
         {"condition", p.condition},
         {"review", p.review},
         {"source", p.source},
         {"rule", p.ruleKind},
         {"threshold_of_baseline", p.thresholdOfBaseline},
         {"muscles", p.muscles},
         {"phases", json::array()}};
  for (const Phase& phase : p.phases) {
    const auto* row = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindName& k) { return k.kind == phase.kind; });
    j["phases"].push_back({{"kind", row->name},
                           {"name", phase.name},
                           {"cue", phase.cue},
                           {"duration_s", phase.durationS},
                           {"feedback", phase.feedback},
                           {"scored", phase.scored}});
  }
  return j.dump(2);
}

ProtocolLibrary loadProtocols(std::string_view resourcesDir) {
  ProtocolLibrary library;
  for (const std::string& path : resources::list("protocols/", resourcesDir)) {
    auto protocol = parseProtocol(resources::find(path, resourcesDir).value_or(""));
    if (protocol) {
      library.protocols.push_back(*std::move(protocol));
    } else {
      core::Fault fault = protocol.fault();
      fault.what = path + ": " + fault.what;
      library.faults.push_back(std::move(fault));
    }
  }
  std::sort(library.protocols.begin(), library.protocols.end(),
            [](const Protocol& a, const Protocol& b) { return a.name < b.name; });
  return library;
}

}  // namespace tonus::session
