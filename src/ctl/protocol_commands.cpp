// protocols: what there is to train by, and what is wrong with a file.
#include <fstream>
#include <iterator>

#include "commands.h"
#include "tonus/session/protocol.h"

namespace tonus::ctl {

namespace {

int listProtocols(bool asJson) {
  const session::ProtocolLibrary library = session::loadProtocols();
  Json out = Json::array();
  for (const session::Protocol& p : library.protocols) {
    out.push_back({{"id", p.id},
                   {"name", p.name},
                   {"condition", p.condition},
                   {"evidence", p.evidence.grade.empty() ? Json(nullptr) : Json(p.evidence.grade)},
                   {"channels_n", p.channels.size()},
                   {"phases_n", p.phases.size()},
                   {"duration_s", p.totalS()}});
    if (!asJson) continue;
    out.back()["review"] = p.review;
    out.back()["session_metrics"] = p.sessionMetrics;
  }
  print(out, asJson);
  for (const core::Fault& f : library.faults) (void)explain(f);
  return library.faults.empty() ? kDone : kDamaged;
}

Json listed(const std::vector<session::ProtocolProblem>& problems) {
  Json out = Json::array();
  for (const auto& p : problems) out.push_back({{"line", p.line}, {"column", p.column}, {"text", p.text}});
  return out;
}

int check(const std::string& path, bool asJson) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return explain({core::FaultCode::kIo, path + " cannot be read", "Check the name and the rights."});
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto problems = session::checkProtocol(text), advice = session::adviseOnProtocol(text);
  if (asJson) {
    print(Json{{"file", path}, {"ok", problems.empty()}, {"problems", listed(problems)}, {"warnings", listed(advice)}}, true);
  } else {
    for (const auto& p : problems) std::printf("%s:%d:%d: %s\n", path.c_str(), p.line, p.column, p.text.c_str());
    for (const auto& p : advice) std::printf("%s:%d:%d: warning: %s\n", path.c_str(), p.line, p.column, p.text.c_str());
    if (problems.empty()) std::printf("%s can be used.\n", path.c_str());
  }
  return problems.empty() ? kDone : kDamaged;
}

}  // namespace

void addProtocols(CLI::App& app, Chosen& chosen) {
  auto asJson = std::make_shared<bool>(false);
  auto file = std::make_shared<std::string>();
  auto* c = app.add_subcommand("protocols", "the protocols that ship; protocols check FILE says what is wrong with one");
  c->add_flag("--json", *asJson, "one JSON document on stdout");
  c->require_subcommand(0, 1);
  auto* one = c->add_subcommand("check", "every problem of a protocol file and what will hardly work, by line and column; exit code 0 for warnings alone");
  one->add_option("FILE", *file, "a protocol (docs/formats/protocol.md)")->required();
  one->add_flag("--json", *asJson, "one JSON document on stdout");
  c->callback([&chosen, asJson, one, file] {
    if (one->parsed()) chosen = [asJson, file] { return check(*file, *asJson); };
    else chosen = [asJson] { return listProtocols(*asJson); };
  });
}

}  // namespace tonus::ctl
