#include "tonus/session/differences.h"

#include <algorithm>
#include <map>

#include "protocol_json.h"
#include "tonus/session/field_words.h"

namespace tonus::session {

namespace {

using nlohmann::json;

std::string lower(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

std::string labelOf(const std::string& key) {
  const FieldWords* words = fieldWords(key);
  return words == nullptr ? choiceWords("", key) : lower(std::string(words->label));
}

/// `thing`: what kind of object the field is of, because "kind" is a word for three.
std::string valueWords(const std::string& thing, const std::string& key, const json& value) {
  if (value.is_null()) return "none";
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_number()) return numberWords(key, value.get<double>());
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  if (key == "kind") return choiceWords(thing, text);
  const std::string words = choiceWords(key, text);
  const bool aWord = key == "role" || key == "direction" || key == "side" || key == "scale" || key == "posture" || key == "grade";
  return aWord ? words : "“" + text + "”";
}

bool isScalars(const json& v) {
  return v.is_null() || (v.is_array() && std::none_of(v.begin(), v.end(), [](const json& x) { return x.is_structured(); }));
}
bool holdsTexts(const json& v) { return v.is_array() && std::any_of(v.begin(), v.end(), [](const json& x) { return x.is_string(); }); }

std::string listWords(const std::string& key, const json& list) {
  std::string out;
  for (const json& item : list) {
    if (!out.empty()) out += ", ";
    out += item.is_number() ? numberWords("", item.get<double>()) : lower(choiceWords(key, item.get<std::string>()));
  }
  return out.empty() ? "none" : out;
}

std::string rangeWords(const json& pair) {
  const int least = pair[0].get<int>(), most = pair[1].get<int>();
  return least == most ? std::to_string(most) : std::to_string(least) + "–" + std::to_string(most);
}

std::string courseWords(const json& course) {
  if (!course.is_object()) return "none";
  return rangeWords(course["count"]) + " sessions, " + rangeWords(course["per_week"]) + " a week, " + numberWords("minutes", course["minutes"].get<double>());
}

bool isLong(const std::string& key, const json& a, const json& b) {
  const auto wide = [](const json& v) { return v.is_structured() || (v.is_string() && v.get<std::string>().size() > 60); };
  return key == "instruction" || wide(a) || wide(b);
}

class Differences {
 public:
  Differences(const json& from, const json& to) : from_(from), to_(to) {}

  std::vector<std::string> run() {
    fields("", "", from_, to_, {"schema", "id", "channels", "goal", "rule", "law", "phases", "evidence", "sessions", "outcomes"});
    about();
    fields("", "goal", from_["goal"], to_["goal"], {});
    judged("", from_, to_);
    channels();
    phases();
    return std::move(out_);
  }

 private:
  void say(const std::string& where, const std::string& what) { out_.push_back(where.empty() ? what : where + ": " + what); }

  void fields(const std::string& where, const std::string& thing, const json& a, const json& b,
              const std::vector<std::string>& without) {
    std::map<std::string, std::pair<json, json>> both;
    for (const auto& [key, value] : a.items()) both[key].first = value;
    for (const auto& [key, value] : b.items()) both[key].second = value;
    for (const auto& [key, pair] : both) {
      const auto& [was, is] = pair;
      if (was == is || std::find(without.begin(), without.end(), key) != without.end()) continue;
      if (key == "cautions" || key == "sources") {
        eachText(where, labelOf(key), was, is);
        continue;
      }
      if (isScalars(was) && isScalars(is) && (holdsTexts(was) || holdsTexts(is) || key == "target_percents")) {
        say(where, labelOf(key) + ": " + listWords(key, was) + " → " + listWords(key, is));
        continue;
      }
      if (key == "stages" && was.is_array() && is.is_array() && was.size() == is.size()) {
        for (std::size_t i = 0; i < was.size(); ++i) fields(where + ", " + is[i]["name"].get<std::string>(), "stage", was[i], is[i], {});
        continue;
      }
      const std::string label = thing.empty() || key != "kind" ? labelOf(key) : thing == "phase" ? "kind" : thing == "law" ? "the line" : thing;
      if (isLong(key, was, is)) say(where, label + " changed");
      else say(where, label + ": " + valueWords(thing, key, was) + " → " + valueWords(thing, key, is));
    }
  }

  void eachText(const std::string& where, const std::string& label, const json& was, const json& is) {
    const auto holds = [](const json& list, const json& text) { return std::find(list.begin(), list.end(), text) != list.end(); };
    std::size_t said = out_.size();
    for (const json& text : was)
      if (!holds(is, text)) say(where, label + ": “" + text.get<std::string>() + "” taken out");
    for (const json& text : is)
      if (!holds(was, text)) say(where, label + ": “" + text.get<std::string>() + "” added");
    if (said == out_.size()) say(where, label + ": in another order");
  }

  void about() {
    const json none = json::object();
    fields("", "evidence", from_.value("evidence", none), to_.value("evidence", none), {});
    const json was = from_.value("sessions", json()), is = to_.value("sessions", json());
    if (was != is) say("", "course: " + courseWords(was) + " → " + courseWords(is));
    outcomes(from_["outcomes"], to_["outcomes"]);
  }

  void outcomes(const json& a, const json& b) {
    const std::string label = "questionnaires and ratings: ";
    for (const json& was : a)
      if (withId(b, "id", was) == nullptr) say("", label + choiceWords("outcome", was["id"].get<std::string>()) + " taken out");
    for (const json& is : b) {
      const json* was = withId(a, "id", is);
      const std::string name = choiceWords("outcome", is["id"].get<std::string>());
      if (was == nullptr) say("", label + name + " added");
      else fields(name, "outcome", *was, is, {"id"});
    }
  }

  /// Of a channel only what is not said of the whole protocol already.
  void judged(const std::string& where, const json& a, const json& b) {
    for (const char* thing : {"rule", "law"}) {
      std::vector<std::string> said;
      for (const auto& [key, value] : a[thing].items())
        if (&a != &from_ && from_[thing].value(key, json()) == value && to_[thing].value(key, json()) == b[thing].value(key, json()))
          said.push_back(key);
      fields(where, thing, a[thing], b[thing], said);
    }
  }

  static const json* withId(const json& list, const char* id, const json& like) {
    for (const json& item : list)
      if (item[id] == like[id]) return &item;
    return nullptr;
  }

  void channels() {
    for (const json& was : from_["channels"])
      if (withId(to_["channels"], "ref", was) == nullptr) say("", "channel " + was["ref"].get<std::string>() + " taken out");
    for (const json& is : to_["channels"]) {
      const std::string where = "channel " + is["ref"].get<std::string>();
      const json* was = withId(from_["channels"], "ref", is);
      if (was == nullptr) {
        say("", where + " added, " + choiceWords("role", is["role"].get<std::string>()));
        continue;
      }
      fields(where, "channel", *was, is, {"rule", "law"});
      judged(where, *was, is);
    }
  }

  /// Positions in `from` of the phases that are in both, in the order of `to`: those that are not on the longest rising
  /// run of it are the ones that moved.
  std::vector<bool> moved(const std::vector<std::size_t>& places) {
    std::vector<std::size_t> length(places.size(), 1), before(places.size(), SIZE_MAX);
    std::size_t best = SIZE_MAX;
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k)
        if (places[k] < places[i] && length[k] + 1 > length[i]) {
          length[i] = length[k] + 1;
          before[i] = k;
        }
      if (best == SIZE_MAX || length[i] > length[best]) best = i;
    }
    std::vector<bool> out(places.size(), true);
    for (; best != SIZE_MAX; best = before[best]) out[best] = false;
    return out;
  }

  void phases() {
    const json& a = from_["phases"];
    const json& b = to_["phases"];
    std::vector<std::size_t> places;
    for (const json& is : b)
      if (const json* was = withId(a, "id", is)) places.push_back(static_cast<std::size_t>(was - &a[0]));
    const std::vector<bool> gone = moved(places);
    for (const json& was : a)
      if (withId(b, "id", was) == nullptr) say(was["name"].get<std::string>(), "taken out");
    std::size_t common = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
      const json& is = b[i];
      const std::string name = is["name"].get<std::string>();
      const json* was = withId(a, "id", is);
      if (was == nullptr) {
        say(name, "added as phase " + std::to_string(i + 1));
        continue;
      }
      if (gone[common++])
        say(name, "moved from place " + std::to_string(was - &a[0] + 1) + " to " + std::to_string(i + 1));
      fields(name, "phase", *was, is, {"id", "rule"});
      ownRule(name, *was, is);
    }
  }

  void ownRule(const std::string& name, const json& was, const json& is) {
    const bool had = was.contains("rule"), has = is.contains("rule");
    if (had && has) fields(name, "rule", was["rule"], is["rule"], {});
    else if (has) say(name, "has a rule of its own: " + choiceWords("rule", is["rule"]["kind"].get<std::string>()));
    else if (had) say(name, "rule of its own taken out");
  }

  const json& from_;
  const json& to_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> differences(const Protocol& from, const Protocol& to) {
  return Differences(writeProtocol(from), writeProtocol(to)).run();
}

}  // namespace tonus::session
