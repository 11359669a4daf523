#include "protocol_advice.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "number_needs.h"

namespace tonus::session {

namespace {

using core::PhaseKind;
using nlohmann::json;
using Index = std::optional<std::size_t>;

constexpr double kLeastRestS = 30;       // after a strongest contraction; 60 s is better
constexpr double kMuchLonger = 1.2;      // than the visit was planned

bool isOf(const Phase& p, std::initializer_list<PhaseKind> kinds) { return std::find(kinds.begin(), kinds.end(), p.kind) != kinds.end(); }
bool shows(const Phase& p) { return p.feedback || p.sound; }
bool withHelp(const Phase& p) { return p.scored && shows(p) && p.kind != PhaseKind::kFree; }
bool followsBaseline(const feedback::LawSettings& l) { return l.kind == "baseline" || l.kind == "adaptive" || l.kind == "shaped"; }
bool followsReference(const feedback::LawSettings& l) { return l.kind == "reference" || l.kind == "gap"; }

std::string minutesWords(double seconds) { return std::to_string(static_cast<int>(std::ceil(seconds / 60))) + " min"; }

std::string askWords(const std::string& what) {
  if (what == "pain_nrs") return "pain";
  if (what == "comfort_nrs") return "comfort";
  if (what == "rom_deg") return "range of motion";
  return what;
}

class Advice {
 public:
  Advice(const Protocol& p, const json& j) : p_(p), j_(j) {}

  std::vector<SchemaProblem> run() {
    lines();
    targets();
    noiseFloor();
    references();
    transfer();
    ratings();
    course();
    numbers();
    return std::move(out_);
  }

 private:
  void say(const std::string& pointer, const std::string& object, const std::string& what) {
    out_.push_back({pointer, nameOf(j_, object) + ": " + what});
  }
  void sayOfPhase(std::size_t phase, const std::string& what) {
    const std::string where = "/phases/" + std::to_string(phase);
    say(where, where, what);
  }

  template <class Where>
  Index first(Where where) const {
    const auto found = std::find_if(p_.phases.begin(), p_.phases.end(), where);
    return found == p_.phases.end() ? Index() : Index(static_cast<std::size_t>(found - p_.phases.begin()));
  }
  bool isBefore(std::size_t phase, std::initializer_list<PhaseKind> kinds) const {
    const Index found = first([&](const Phase& p) { return isOf(p, kinds); });
    return found && *found < phase;
  }
  /// Any law of what is trained; without channels the protocol's own.
  template <class Which>
  bool anyJudged(Which which) const {
    const auto& list = p_.channels;
    if (list.empty()) return which(p_.rule, p_.law);
    return std::any_of(list.begin(), list.end(), [&](const ProtocolChannel& c) { return c.trained() && which(c.rule, c.law); });
  }

  /// A baseline may come from a test's judged parts too.
  void lines() {
    const Index trial = first([](const Phase& p) { return p.scored; });
    if (!trial) return;
    if (anyJudged([](const auto&, const auto& law) { return followsBaseline(law); }) &&
        !isBefore(*trial, {PhaseKind::kBaseline, PhaseKind::kTest}))
      sayOfPhase(*trial, "the line follows from the baseline, and none comes before it; put a \"baseline\" before it, or set the line by hand");
    if (anyJudged([](const auto& rule, const auto& law) { return followsReference(law) && rule.referenceUv <= 0; }) &&
        !isBefore(*trial, {PhaseKind::kReference}))
      sayOfPhase(*trial, "the line is a share of the reference contraction, and none comes before it; put a \"reference\" before it, "
                         "or enter one by hand in every session");
    if (anyJudged([](const auto&, const auto& law) { return law.kind == "ratio"; }) && !isBefore(*trial, {PhaseKind::kTest}))
      sayOfPhase(*trial, "the line follows from the ratio of a test movement, and none comes before it; put a \"test\" before it");
  }

  void targets() {
    for (std::size_t i = 0; i < p_.phases.size(); ++i)
      if (!p_.phases[i].targetPercents.empty() && !isBefore(i, {PhaseKind::kReference}) &&
          anyJudged([](const auto& rule, const auto&) { return rule.referenceUv <= 0; }))
        sayOfPhase(i, "its targets are shares of the reference contraction, and none comes before it; put a \"reference\" before it");
  }

  void noiseFloor() {
    const Index trial = first([](const Phase& p) { return p.scored && p.kind != PhaseKind::kFree; });
    if (!trial || isBefore(*trial, {PhaseKind::kNoiseFloor})) return;
    if (anyJudged([](const auto& rule, const auto& law) { return law.floorOfNoise > 0 && rule.noiseUv <= 0; }))
      sayOfPhase(*trial, "no noise floor is measured before it, so a line in the noise would not be noticed; "
                         "put a \"noise_floor\" of 30 s near the start");
  }

  void references() {
    for (std::size_t i = 0; i < p_.phases.size(); ++i) {
      const Phase& p = p_.phases[i];
      if (p.kind != PhaseKind::kReference) continue;
      double restS = 0;
      for (const Stage& s : p.stages) restS += s.work ? 0 : s.durationS;
      const bool several = p.reps > 1;
      const bool calmAfter = i + 1 == p_.phases.size() || isOf(p_.phases[i + 1], {PhaseKind::kRest, PhaseKind::kSettle, PhaseKind::kSetUp,
                                                                                  PhaseKind::kRating, PhaseKind::kNoiseFloor});
      if (restS <= 0 && (several || !calmAfter))
        sayOfPhase(i, "no rest comes after a contraction, so the next is weaker; add a part of 30 to 60 s that is no work");
      else if (restS > 0 && restS < kLeastRestS && several && !p.submaximal)
        sayOfPhase(i, "the rest between strongest contractions is short, so the next is weaker; make it 30 to 60 s");
    }
  }

  void transfer() {
    const Index begin = first(withHelp);
    if (!begin) return;
    std::size_t last = *begin;
    for (std::size_t i = *begin; i < p_.phases.size(); ++i) {
      const Phase& p = p_.phases[i];
      if (p.kind == PhaseKind::kTest || (p.scored && !shows(p))) return;
      if (withHelp(p)) last = i;
    }
    sayOfPhase(last, "all training is with feedback, so nobody sees what stays without it; put a \"transfer\" after it");
  }

  void ratings() {
    std::map<std::string, std::pair<std::size_t, std::size_t>> asked;   // how often, where first
    for (std::size_t i = 0; i < p_.phases.size(); ++i)
      for (const std::string& what : p_.phases[i].asks) ++asked.try_emplace(what, 0, i).first->second.first;
    for (const auto& [what, place] : asked)
      if (place.first == 1) {
        const std::string where = "/phases/" + std::to_string(place.second);
        say(where + "/asks", where, askWords(what) + " is asked only once, so no change can be seen; ask it before and after the training");
      }
  }

  void course() {
    const CoursePlan& c = p_.course;
    if (c.mostN <= 0) return;
    if (c.leastN > c.mostN || c.leastPerWeek > c.mostPerWeek)
      say("/sessions", "", "the course names more as the least than as the most; turn the two numbers round");
    const double seconds = p_.totalS();
    if (seconds > kMuchLonger * 60 * c.minutes)
      say("/sessions/minutes", "", "the phases last " + minutesWords(seconds) + " and the visit is planned for " + std::to_string(c.minutes) +
                           " min; shorten phases or plan a longer visit");
  }

  /// Of those that lack the same in one sentence.
  void numbers() {
    std::vector<std::pair<std::string, std::vector<std::string>>> lacking;
    for (const std::string& id : p_.sessionMetrics) {
      if (!isKnownNumber(id)) {
        say("/session_metrics", "", "Tonus knows no number \"" + id + "\"; take it out");
        continue;
      }
      const std::string lack = whatNumberLacks(id, p_);
      if (lack.empty()) continue;
      const auto same = std::find_if(lacking.begin(), lacking.end(), [&](const auto& l) { return l.first == lack; });
      if (same == lacking.end()) lacking.push_back({lack, {id}});
      else same->second.push_back(id);
    }
    for (const auto& [lack, ids] : lacking) {
      const bool one = ids.size() == 1;
      std::string names;
      for (const std::string& id : ids) names += (names.empty() ? "\"" : ", \"") + id + '"';
      say("/session_metrics", "", (one ? "the number " : "the numbers ") + names + " cannot be made: " + (one ? "it needs " : "they need ") +
                                      lack + "; add what is missing or take " + (one ? "the number out" : "them out"));
    }
  }

  const Protocol& p_;
  const json& j_;
  std::vector<SchemaProblem> out_;
};

}  // namespace

std::vector<SchemaProblem> adviceOn(const Protocol& p, const json& j) { return Advice(p, j).run(); }

}  // namespace tonus::session
