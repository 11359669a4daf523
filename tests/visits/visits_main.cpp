// Every shipped protocol with a patient who can do it: a table for docs/simulator.md, and with an id its steps.
//   visits [ID|all [learns|no-response|artefacts|noise [SEED]]]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "visits/visit.h"

namespace {

using namespace tonus;

app::PatientKind kindOf(const std::string& word) {
  if (word == "no-response") return app::PatientKind::kDoesNotRespond;
  if (word == "artefacts") return app::PatientKind::kArtefacts;
  return word == "noise" ? app::PatientKind::kNoiseOnly : app::PatientKind::kLearns;
}

void printRow(const session::Protocol& p, const visits::Visit& v) {
  std::string missing;
  for (const std::string& id : v.missing(p)) missing += (missing.empty() ? "" : ", ") + id;
  std::printf("| %s | %.0f %% | %u of %u | %.1f s | %s |\n", p.id.c_str(), 100 * v.summary.successRate(), v.reps(), v.repsN(),
              v.summary.rewardS, missing.empty() ? "–" : missing.c_str());
  std::fflush(stdout);
}

void printSteps(const visits::Visit& v) {
  for (const auto& s : v.run)
    std::printf("  %-26s %3.0f %% of %5.1f s  reps %u/%u  rest %.2f%s\n", s.name.c_str(), 100 * s.share(), s.scoredS, s.reps, s.repsN,
                s.restShare, s.scored ? s.given ? " *" : " (no feedback)" : "");
  for (const auto& r : v.references) std::printf("  reference: %s\n", r.c_str());
  for (const auto& f : v.faults) std::printf("  ! %s\n", f.c_str());
  for (const auto& n : v.summary.numbers) std::printf("  %s [%s] %d = %.2f\n", n.id.c_str(), n.of.c_str(), n.channel, n.value);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string id = argc > 1 ? argv[1] : "all";
  const app::PatientKind kind = kindOf(argc > 2 ? argv[2] : "learns");
  const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  std::puts("| protocol | success | repetitions | rewarded | numbers without a value |\n| --- | --- | --- | --- | --- |");
  for (const session::Protocol& p : session::loadProtocols().protocols) {
    if (id != "all" && p.id != id) continue;
    const visits::Visit v = visits::visit(p, kind, seed);
    printRow(p, v);
    if (id != "all") printSteps(v);
  }
  return 0;
}
