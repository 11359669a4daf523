#include "tonus/session/protocol.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "json_places.h"
#include "protocol_advice.h"
#include "protocol_check.h"
#include "protocol_json.h"
#include "schema_check.h"
#include "tonus/resources/resources.h"

namespace tonus::session {

namespace {

using nlohmann::json;

constexpr const char* kHint = "Mend the file or remove it; the other protocols can be used.";

bool isVersion1(const json& j) { return j.is_object() && j.value("schema", json()) == "tonus.protocol/1"; }

std::string listed(const std::vector<ProtocolProblem>& problems) {
  std::string out;
  for (const ProtocolProblem& p : problems) {
    if (!out.empty()) out += '\n';
    if (p.line > 0) out += "line " + std::to_string(p.line) + ", column " + std::to_string(p.column) + ": ";
    out += p.text;
  }
  return out;
}

// "…at line 3, column 7: syntax error…" of the parser, without its own preface.
ProtocolProblem syntaxProblem(std::string_view text, const json::parse_error& e) {
  const auto end = std::min<std::size_t>(e.byte > 0 ? e.byte - 1 : 0, text.size());
  const std::string_view before = text.substr(0, end);
  ProtocolProblem out;
  out.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line = before.rfind('\n');
  out.column = static_cast<int>(end - (line == std::string_view::npos ? 0 : line + 1)) + 1;
  const std::string what = e.what();
  const std::size_t words = what.find("syntax error");
  out.text = "this is not valid JSON: " + (words == std::string::npos ? what : what.substr(words));
  return out;
}

std::vector<ProtocolProblem> placed(std::vector<SchemaProblem> found, std::string_view text) {
  const auto places = placesOf(text);
  std::vector<ProtocolProblem> out;
  for (SchemaProblem& p : found) {
    const auto place = places.find(p.pointer);
    out.push_back({place == places.end() ? 0 : place->second.line, place == places.end() ? 0 : place->second.column,
                   std::move(p.text), p.pointer});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return out;
}

double lengthS(const Phase& p, std::size_t channelsN) {
  double pass = p.durationS;
  for (const Stage& s : p.stages) pass += s.durationS * p.reps;
  const auto passes = static_cast<double>(p.repeat * (p.perChannel ? channelsN : 1));
  return passes < 1 ? 0 : pass * passes + p.restS * (passes - 1);
}

}  // namespace

double Protocol::totalS(std::size_t channelsN) const {
  double sum = 0;
  for (const Phase& p : phases) sum += lengthS(p, channelsN > 0 ? channelsN : channels.size());
  return sum;
}

feedback::RuleSettings Protocol::ruleFor(std::size_t channel) const {
  return channel < channels.size() ? channels[channel].rule : rule;
}
feedback::LawSettings Protocol::lawFor(std::size_t channel) const {
  return channel < channels.size() ? channels[channel].law : law;
}

std::vector<ProtocolProblem> checkProtocol(std::string_view text) {
  json j;
  try {
    j = json::parse(text);
  } catch (const json::parse_error& e) {
    return {syntaxProblem(text, e)};
  }
  const json schema = json::parse(resources::find("schemas/protocol-2.json").value_or("{}"));
  std::vector<SchemaProblem> found = checkAgainst(schema, j);
  if (found.empty()) found = problemsBeyondSchema(j);
  return placed(std::move(found), text);
}

std::vector<ProtocolProblem> adviseOnProtocol(std::string_view text) {
  const auto protocol = parseProtocol(text);
  if (!protocol) return {};
  return placed(adviceOn(*protocol, json::parse(text)), text);
}

core::Result<Protocol> parseProtocol(std::string_view text) {
  const json j = json::parse(text, nullptr, false);
  if (isVersion1(j)) return readProtocolV1(j);
  const std::vector<ProtocolProblem> problems = checkProtocol(text);
  if (!problems.empty()) return core::Fault{core::FaultCode::kBadFormat, listed(problems), kHint};
  return readProtocol(j);
}

std::string toJson(const Protocol& p) { return writeProtocol(p).dump(2); }

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
