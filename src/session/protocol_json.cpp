#include "protocol_json.h"

#include <algorithm>

#include "protocol_names.h"
#include "rule_json.h"

namespace tonus::session {

namespace {

using nlohmann::json;

template <class Rows>
auto valueOf(const Rows& rows, const std::string& name) {
  const auto* row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.name == name; });
  if (row == rows.end()) throw std::invalid_argument("unknown word \"" + name + '"');
  return *row;
}
template <class Rows, class T>
std::string nameFor(const Rows& rows, T value) {
  return std::string(std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.value == value; })->name);
}

template <class T>
void take(const json& j, const char* key, T& out) {
  if (j.contains(key)) j.at(key).get_to(out);
}

ProtocolChannel readChannel(const json& j, const Protocol& p) {
  ProtocolChannel c;
  take(j, "ref", c.ref);
  take(j, "muscle", c.muscle);
  take(j, "side", c.side);
  c.role = valueOf(kRoles, j.at("role").get<std::string>()).value;
  c.rule = p.rule;
  c.law = p.law;
  readRule(j.value("rule", json::object()), c.rule);
  readLaw(j.value("law", json::object()), c.law);
  return c;
}

void readPartner(const json& rule, const Protocol& p, feedback::RuleSettings& out) {
  const std::string partner = rule.value("partner", "");
  for (std::size_t k = 0; k < p.channels.size() && !partner.empty(); ++k)
    if (p.channels[k].ref == partner) out.partner = static_cast<std::int32_t>(k);
}

void readChannels(const json& j, Protocol& p) {
  for (const json& c : j) p.channels.push_back(readChannel(c, p));
  for (std::size_t i = 0; i < p.channels.size(); ++i)
    readPartner(j[i].value("rule", json::object()), p, p.channels[i].rule);
}

Goal readGoal(const json& j) {
  Goal g;
  g.direction = valueOf(kDirections, j.at("direction").get<std::string>()).value;
  take(j, "rms_ms", g.rmsMs);
  take(j, "display_ms", g.displayMs);
  g.logScale = j.value("scale", std::string("log")) == "log";
  for (const json& r : j.value("ratios", json::array()))
    g.ratios.push_back({r.at("of").get<std::string>(), r.at("to").get<std::string>(), r.value("at_most", 0.0),
                        r.value("at_least", 0.0)});
  return g;
}

Phase readPhase(const json& j, const Protocol& protocol) {
  Phase p;
  const PhaseKindName kind = valueOf(kPhaseKinds, j.at("kind").get<std::string>());
  p.kind = kind.kind;
  p.feedback = j.value("visual", kind.shown);
  p.sound = j.value("sound", kind.shown);
  p.scored = j.value("scored", kind.scored);
  take(j, "id", p.id);
  take(j, "name", p.name);
  take(j, "cue", p.cue);
  take(j, "instruction", p.instruction);
  take(j, "duration_s", p.durationS);
  take(j, "marker", p.marker);
  take(j, "posture", p.posture);
  if (j.contains("direction")) p.up = j["direction"] == "up";
  take(j, "repeat", p.repeat);
  take(j, "rest_s", p.restS);
  for (const json& s : j.value("stages", json::array()))
    p.stages.push_back({s.at("name").get<std::string>(), s.at("cue").get<std::string>(), s.at("duration_s").get<double>(),
                        s.value("work", true)});
  if (!p.stages.empty()) p.reps = j.value("reps", 1U);
  take(j, "submaximal", p.submaximal);
  take(j, "breaths_per_min", p.breathsPerMin);
  take(j, "per_channel", p.perChannel);
  take(j, "target_percents", p.targetPercents);
  take(j, "asks", p.asks);
  if (j.contains("rule")) {
    p.rule = protocol.rule;
    readRule(j["rule"], *p.rule);
    readPartner(j["rule"], protocol, *p.rule);
  }
  return p;
}

void known(const feedback::RuleSettings& rule, const feedback::LawSettings& law) {
  if (!feedback::makeRule(rule.kind)) throw std::invalid_argument("unknown rule \"" + rule.kind + '"');
  if (!feedback::makeLaw(law.kind)) throw std::invalid_argument("unknown law \"" + law.kind + '"');
}

// Unless the file says otherwise: longer than any envelope window and filter that ship. Older records have none.
constexpr double kRecoverMs = 1000;

Protocol read(const json& j) {
  Protocol p;
  take(j, "id", p.id);
  take(j, "name", p.name);
  take(j, "condition", p.condition);
  take(j, "review", p.review);
  take(j, "source", p.source);
  if (j.contains("evidence")) {
    take(j["evidence"], "grade", p.evidence.grade);
    take(j["evidence"], "summary", p.evidence.summary);
    take(j["evidence"], "sources", p.evidence.sources);
  }
  take(j, "cautions", p.cautions);
  if (j.contains("sessions")) {
    const json& s = j["sessions"];
    p.course = {s.at("count").at(0).get<int>(), s.at("count").at(1).get<int>(), s.at("per_week").at(0).get<int>(),
                s.at("per_week").at(1).get<int>(), s.at("minutes").get<int>()};
  }
  p.goal = readGoal(j.at("goal"));
  p.rule.recoverMs = kRecoverMs;
  readRule(j.at("rule"), p.rule);
  readLaw(j.at("law"), p.law);
  readChannels(j.at("channels"), p);
  for (const json& phase : j.at("phases")) p.phases.push_back(readPhase(phase, p));
  take(j, "session_metrics", p.sessionMetrics);
  take(j, "criterion", p.criterion);
  for (const json& o : j.value("outcomes", json::array()))
    p.outcomes.push_back({o.at("id").get<std::string>(), o.value("when", std::string())});
  if (p.phases.empty()) throw std::invalid_argument("no phases");
  take(j, "lost_time_counts", p.lostTimeCounts);
  known(p.rule, p.law);
  for (const ProtocolChannel& c : p.channels) known(c.rule, c.law);
  for (const Phase& phase : p.phases) known(phase.rule.value_or(p.rule), p.law);
  return p;
}

json writeOwnRule(const feedback::RuleSettings& r, const Protocol& p) {
  json rule = writeRule(r);
  rule.erase("partner_channel");
  if (r.partner >= 0) rule["partner"] = p.channels[static_cast<std::size_t>(r.partner)].ref;
  return rule;
}

json writePhase(const Phase& p, const Protocol& protocol) {
  const auto* kind = std::find_if(kPhaseKinds.begin(), kPhaseKinds.end(), [&](const auto& k) { return k.kind == p.kind; });
  json j{{"id", p.id},         {"kind", kind->name},     {"name", p.name},        {"cue", p.cue},
         {"visual", p.feedback}, {"sound", p.sound},     {"scored", p.scored},    {"duration_s", p.durationS}};
  if (!p.instruction.empty()) j["instruction"] = p.instruction;
  if (!p.marker.empty()) j["marker"] = p.marker;
  if (!p.posture.empty()) j["posture"] = p.posture;
  if (p.up) j["direction"] = *p.up ? "up" : "down";
  if (p.repeat != 1) j["repeat"] = p.repeat;
  if (p.restS > 0) j["rest_s"] = p.restS;
  for (const Stage& s : p.stages)
    j["stages"].push_back({{"name", s.name}, {"cue", s.cue}, {"duration_s", s.durationS}, {"work", s.work}});
  if (!p.stages.empty()) j["reps"] = p.reps;
  if (p.submaximal) j["submaximal"] = true;
  if (p.breathsPerMin > 0) j["breaths_per_min"] = p.breathsPerMin;
  if (p.perChannel) j["per_channel"] = true;
  if (!p.targetPercents.empty()) j["target_percents"] = p.targetPercents;
  if (!p.asks.empty()) j["asks"] = p.asks;
  if (p.rule) j["rule"] = writeOwnRule(*p.rule, protocol);
  return j;
}

json writeGoal(const Goal& g) {
  json j{{"direction", nameFor(kDirections, g.direction)},
         {"rms_ms", g.rmsMs},
         {"display_ms", g.displayMs},
         {"scale", g.logScale ? "log" : "linear"},
         {"ratios", json::array()}};
  for (const RatioGoal& r : g.ratios)
    j["ratios"].push_back({{"of", r.of}, {"to", r.to}, {"at_most", r.atMost}, {"at_least", r.atLeast}});
  return j;
}

json writeChannel(const ProtocolChannel& c, const Protocol& p) {
  return {{"ref", c.ref},   {"muscle", c.muscle}, {"side", c.side}, {"role", nameFor(kRoles, c.role)},
          {"rule", writeOwnRule(c.rule, p)}, {"law", writeLaw(c.law)}};
}

}  // namespace

core::Result<Protocol> readProtocol(const json& j) {
  try {
    return read(j);
  } catch (const std::exception& e) {
    return core::Fault{core::FaultCode::kBadFormat, std::string("The protocol cannot be read: ") + e.what(),
                       "Mend the file or remove it; the other protocols can be used."};
  }
}

core::Result<Protocol> readStoredProtocol(const json& j) {
  return j.is_object() && j.value("schema", json()) == "tonus.protocol/1" ? readProtocolV1(j) : readProtocol(j);
}

json writeProtocol(const Protocol& p) {
  json j{{"schema", "tonus.protocol/2"},
         {"id", p.id},
         {"name", p.name},
         {"condition", p.condition},
         {"review", p.review},
         {"source", p.source},
         {"cautions", p.cautions},
         {"channels", json::array()},
         {"goal", writeGoal(p.goal)},
         {"rule", writeRule(p.rule)},
         {"law", writeLaw(p.law)},
         {"phases", json::array()},
         {"session_metrics", p.sessionMetrics},
         {"criterion", p.criterion},
         {"outcomes", json::array()}};
  if (!p.evidence.grade.empty())
    j["evidence"] = {{"grade", p.evidence.grade}, {"summary", p.evidence.summary}, {"sources", p.evidence.sources}};
  if (p.course.mostN > 0)
    j["sessions"] = {{"count", {p.course.leastN, p.course.mostN}},
                     {"per_week", {p.course.leastPerWeek, p.course.mostPerWeek}},
                     {"minutes", p.course.minutes}};
  if (p.lostTimeCounts) j["lost_time_counts"] = true;
  for (const ProtocolChannel& c : p.channels) j["channels"].push_back(writeChannel(c, p));
  for (const Phase& phase : p.phases) j["phases"].push_back(writePhase(phase, p));
  for (const Outcome& o : p.outcomes) j["outcomes"].push_back({{"id", o.id}, {"when", o.when}});
  return j;
}

}  // namespace tonus::session
