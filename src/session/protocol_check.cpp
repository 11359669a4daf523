#include "protocol_check.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "tonus/feedback/rule.h"
#include "tonus/resources/resources.h"

namespace tonus::session {

namespace {

using nlohmann::json;

constexpr int kMostCueWords = 7;

class Check {
 public:
  explicit Check(const json& protocol) : p_(protocol) {}

  std::vector<SchemaProblem> run() {
    rule();
    channels();
    ratios();
    unique("/phases", "id");
    for (std::size_t i = 0; i < p_["phases"].size(); ++i) phase(p_["phases"][i], "/phases/" + std::to_string(i));
    return std::move(out_);
  }

 private:
  void say(const std::string& object, const std::string& member, const std::string& what) {
    out_.push_back({object + (member.empty() ? "" : '/' + member),
                    nameOf(p_, object) + ": " + (member.empty() ? "" : '"' + member + "\" ") + what});
  }

  void rule() {
    const std::string kind = p_["rule"]["kind"];
    if (!feedback::makeRule(kind)) say("/rule", "kind", "is \"" + kind + "\", which is no rule Tonus knows");
    const json& law = p_["law"];
    if (law.contains("aim_percent") && !(law["aim_percent"][0] < law["aim_percent"][1]))
      say("/law", "aim_percent", "must have the smaller number first");
  }

  void channels() {
    unique("/channels", "ref");
    const json all = json::parse(resources::find("muscles.json").value_or("{}"), nullptr, false);
    std::set<std::string> muscles{""};
    for (const json& m : all.value("muscles", json::array())) muscles.insert(m.value("id", ""));
    for (std::size_t i = 0; i < p_["channels"].size(); ++i) {
      const std::string muscle = p_["channels"][i].value("muscle", "");
      if (!muscles.contains(muscle))
        say("/channels/" + std::to_string(i), "muscle", "is \"" + muscle + "\", which is not in the list of muscles");
    }
  }

  void ratios() {
    std::set<std::string> refs;
    for (const json& c : p_["channels"]) refs.insert(c["ref"].get<std::string>());
    const json list = p_["goal"].value("ratios", json::array());
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = "/goal/ratios/" + std::to_string(i);
      for (const char* key : {"of", "to"})
        if (!refs.contains(list[i][key].get<std::string>()))
          say(where, key, "is " + list[i][key].dump() + ", which is no channel of this protocol");
      if (!list[i].contains("at_most") && !list[i].contains("at_least")) say(where, "", "needs \"at_most\" or \"at_least\"");
    }
  }

  void unique(const std::string& list, const char* key) {
    std::set<std::string> seen;
    const json& items = p_[list.substr(1)];
    for (std::size_t i = 0; i < items.size(); ++i)
      if (const std::string id = items[i][key]; !seen.insert(id).second)
        say(list + '/' + std::to_string(i), key, "is used twice");
  }

  void cue(const std::string& where, const json& j) {
    std::istringstream text(j["cue"].get<std::string>());
    int n = 0;
    for (std::string word; text >> word;) ++n;
    if (n > kMostCueWords)
      say(where, "cue", "has " + std::to_string(n) + " words; a patient reads at most " + std::to_string(kMostCueWords) + " at a glance");
  }

  void phase(const json& j, const std::string& where) {
    static const std::set<std::string> kGoesRound{"work_rest", "test", "reference"};
    static const std::set<std::string> kTimed{"noise_floor", "baseline", "end_baseline"};
    const std::string kind = j["kind"];
    const double durationS = j.value("duration_s", 0.0);
    const bool stages = j.contains("stages");
    cue(where, j);
    if (stages && durationS > 0) say(where, "duration_s", "and \"stages\" both say how long it lasts: leave one out");
    if (kGoesRound.contains(kind) && !stages) say(where, "", "a phase of kind \"" + kind + "\" needs \"stages\"");
    if (kTimed.contains(kind) && durationS <= 0) say(where, "", "a phase of kind \"" + kind + "\" needs a \"duration_s\"");
    if (!stages && j.contains("reps")) say(where, "reps", "needs \"stages\" to repeat; for whole passes write \"repeat\"");
    if (j.value("rest_s", 0.0) > 0 && j.value("repeat", 1) < 2 && !j.value("per_channel", false))
      say(where, "rest_s", "lies between passes, and there is only one");
    if (j.value("repeat", 1) > 1 && durationS <= 0 && !stages)
      say(where, "repeat", "cannot repeat what has no fixed length");
    if (j.contains("target_percents") && kind != "work_rest") say(where, "target_percents", "belongs to phases of kind \"work_rest\"");
    if (kind == "rating" && !j.contains("asks")) say(where, "", "a phase of kind \"rating\" needs \"asks\"");
    for (std::size_t i = 0; stages && i < j["stages"].size(); ++i) cue(where + "/stages/" + std::to_string(i), j["stages"][i]);
  }

  const json& p_;
  std::vector<SchemaProblem> out_;
};

}  // namespace

std::vector<SchemaProblem> problemsBeyondSchema(const json& protocol) { return Check(protocol).run(); }

}  // namespace tonus::session
