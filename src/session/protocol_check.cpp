#include "protocol_check.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "protocol_names.h"
#include "tonus/feedback/law.h"
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
    rules();
    channels();
    ratios();
    unique("/phases", "id");
    for (std::size_t i = 0; i < p_["phases"].size(); ++i) phase(p_["phases"][i], "/phases/" + std::to_string(i));
    return std::move(out_);
  }

 private:
  void say(const std::string& object, const std::string& member, const std::string& what) {
    std::string pointer = object, text = nameOf(p_, object) + ": ";
    if (!member.empty()) {
      pointer.append("/").append(member);
      text.append("\"").append(member).append("\" ");
    }
    out_.push_back({std::move(pointer), text.append(what)});
  }

  void rules() {
    rule(p_["rule"], "/rule");
    law(p_["law"], "/law");
    for (std::size_t i = 0; i < p_["channels"].size(); ++i) {
      const json& c = p_["channels"][i];
      const std::string where = "/channels/" + std::to_string(i);
      if (c.contains("rule")) rule(c["rule"], where + "/rule");
      if (c.contains("law")) law(c["law"], where + "/law");
    }
  }

  void rule(const json& r, const std::string& where) {
    const std::string kind = r.value("kind", p_["rule"].value("kind", ""));
    const feedback::RuleRow* row = feedback::findRule(kind);
    if (row == nullptr) return say(where, "kind", "is \"" + kind + "\", which is no rule Tonus knows");
    const std::string partner = r.value("partner", "");
    if (!partner.empty() && !isChannel(partner)) say(where, "partner", "is \"" + partner + "\", which is no channel of this protocol");
    if (row->ofTwo && partner.empty() && where != "/rule") say(where, "", "a rule of two channels needs a \"partner\"");
  }

  void law(const json& l, const std::string& where) {
    const std::string kind = l.value("kind", p_["law"].value("kind", ""));
    if (!feedback::makeLaw(kind)) say(where, "kind", "is \"" + kind + "\", which is no law Tonus knows");
    const double low = l.value("aim_low", 0.6), aim = l.value("aim", 0.67), high = l.value("aim_high", 0.75);
    if (!(low <= aim && aim <= high)) say(where, "", "\"aim\" must lie between \"aim_low\" and \"aim_high\"");
  }

  bool isChannel(const std::string& ref) const {
    return std::any_of(p_["channels"].begin(), p_["channels"].end(), [&](const json& c) { return c["ref"] == ref; });
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
    const json list = p_["goal"].value("ratios", json::array());
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = "/goal/ratios/" + std::to_string(i);
      for (const char* key : {"of", "to"})
        if (!isChannel(list[i][key].get<std::string>()))
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
    if (j.contains("submaximal") && kind != "reference") say(where, "submaximal", "belongs to phases of kind \"reference\"");
    if (j.contains("target_percents") && kind != "work_rest") say(where, "target_percents", "belongs to phases of kind \"work_rest\"");
    if (j.contains("rule")) phaseRule(j, where, kind);
    if (kind == "rating" && !j.contains("asks")) say(where, "", "a phase of kind \"rating\" needs \"asks\"");
    for (std::size_t i = 0; stages && i < j["stages"].size(); ++i) cue(where + "/stages/" + std::to_string(i), j["stages"][i]);
  }

  void phaseRule(const json& j, const std::string& where, const std::string& kind) {
    rule(j["rule"], where + "/rule");
    const auto* row = std::find_if(kPhaseKinds.begin(), kPhaseKinds.end(), [&](const auto& k) { return k.name == kind; });
    if (j.value("visual", row->shown) || j.value("sound", row->shown) || j.value("scored", row->scored)) return;
    say(where, "rule", "judges nothing: the phase is neither seen nor heard nor scored");
  }

  const json& p_;
  std::vector<SchemaProblem> out_;
};

}  // namespace

std::vector<SchemaProblem> problemsBeyondSchema(const json& protocol) { return Check(protocol).run(); }

}  // namespace tonus::session
