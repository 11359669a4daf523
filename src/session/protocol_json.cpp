#include "protocol_json.h"

#include <algorithm>

#include "protocol_names.h"

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

ProtocolChannel readChannel(const json& j) {
  ProtocolChannel c;
  take(j, "ref", c.ref);
  take(j, "muscle", c.muscle);
  take(j, "side", c.side);
  c.role = valueOf(kRoles, j.at("role").get<std::string>()).value;
  return c;
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

LineLaw readLaw(const json& j) {
  LineLaw l;
  take(j, "kind", l.kind);
  take(j, "of_baseline", l.ofBaseline);
  take(j, "percent_of_reference", l.percentOfReference);
  take(j, "fixed_uV", l.fixedUv);
  take(j, "percentile", l.percentile);
  if (j.contains("aim_percent")) {
    l.aimLowPercent = j["aim_percent"].at(0).get<double>();
    l.aimHighPercent = j["aim_percent"].at(1).get<double>();
  }
  take(j, "step_percent", l.stepPercent);
  take(j, "floor_of_noise", l.floorOfNoise);
  take(j, "hold_s", l.holdS);
  take(j, "least_gap_s", l.leastGapS);
  take(j, "aim_rest_percent", l.aimRestPercent);
  take(j, "alarm_s", l.alarmS);
  take(j, "active_percent", l.activePercent);
  return l;
}

Phase readPhase(const json& j) {
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
  take(j, "per_channel", p.perChannel);
  take(j, "target_percents", p.targetPercents);
  take(j, "asks", p.asks);
  return p;
}

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
  for (const json& c : j.at("channels")) p.channels.push_back(readChannel(c));
  p.goal = readGoal(j.at("goal"));
  take(j.at("rule"), "kind", p.rule.kind);
  take(j.at("rule"), "hysteresis", p.rule.hysteresis);
  take(j.at("rule"), "dwell_ms", p.rule.dwellMs);
  p.law = readLaw(j.at("law"));
  for (const json& phase : j.at("phases")) p.phases.push_back(readPhase(phase));
  take(j, "session_metrics", p.sessionMetrics);
  take(j, "criterion", p.criterion);
  for (const json& o : j.value("outcomes", json::array()))
    p.outcomes.push_back({o.at("id").get<std::string>(), o.value("when", std::string())});
  if (p.phases.empty()) throw std::invalid_argument("no phases");
  if (!feedback::makeRule(p.rule.kind)) throw std::invalid_argument("unknown rule \"" + p.rule.kind + '"');
  return p;
}

json writePhase(const Phase& p) {
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
  if (p.perChannel) j["per_channel"] = true;
  if (!p.targetPercents.empty()) j["target_percents"] = p.targetPercents;
  if (!p.asks.empty()) j["asks"] = p.asks;
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

json writeLaw(const LineLaw& l) {
  return {{"kind", l.kind},
          {"of_baseline", l.ofBaseline},
          {"percent_of_reference", l.percentOfReference},
          {"fixed_uV", l.fixedUv},
          {"percentile", l.percentile},
          {"aim_percent", {l.aimLowPercent, l.aimHighPercent}},
          {"step_percent", l.stepPercent},
          {"floor_of_noise", l.floorOfNoise},
          {"hold_s", l.holdS},
          {"least_gap_s", l.leastGapS},
          {"aim_rest_percent", l.aimRestPercent},
          {"alarm_s", l.alarmS},
          {"active_percent", l.activePercent}};
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
         {"rule", {{"kind", p.rule.kind}, {"hysteresis", p.rule.hysteresis}, {"dwell_ms", p.rule.dwellMs}}},
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
  for (const ProtocolChannel& c : p.channels)
    j["channels"].push_back({{"ref", c.ref}, {"muscle", c.muscle}, {"side", c.side}, {"role", nameFor(kRoles, c.role)}});
  for (const Phase& phase : p.phases) j["phases"].push_back(writePhase(phase));
  for (const Outcome& o : p.outcomes) j["outcomes"].push_back({{"id", o.id}, {"when", o.when}});
  return j;
}

}  // namespace tonus::session
