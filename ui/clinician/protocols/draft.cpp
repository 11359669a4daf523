#include "clinician/protocols/draft.h"

#include <algorithm>
#include <cmath>

#include "clinician/protocols/problem_words.h"
#include "clinician/protocols/words.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSteps = 500;

bool goesRound(const std::string& kind) { return kind == "work_rest" || kind == "test" || kind == "reference"; }
bool showsLevel(const std::string& kind) { return kind == "trial" || kind == "work_rest" || kind == "free"; }
bool isScored(const std::string& kind) { return showsLevel(kind) || kind == "transfer" || kind == "task"; }

/// A strongest contraction wants a long rest.
json newStages(const std::string& kind) {
  return json::array({{{"name", "Work"}, {"cue", "Tighten"}, {"duration_s", 5}, {"work", true}},
                      {{"name", "Rest"}, {"cue", "Let go"}, {"duration_s", kind == "reference" ? 60 : 5}, {"work", false}}});
}

bool isOfPhase(const std::vector<session::ProtocolProblem>& said, int phase) {
  const std::string at = "/phases/" + std::to_string(phase);
  return std::any_of(said.begin(), said.end(), [&](const auto& p) { return p.pointer == at || p.pointer.starts_with(at + '/'); });
}

std::string firstCue(const std::string& kind) {
  if (kind == "rest" || kind == "recovery") return "Rest and move a little";
  if (kind == "baseline" || kind == "end_baseline") return "Rest as you usually do";
  if (kind == "noise_floor") return "Let everything be still";
  if (kind == "rating") return "How is it now?";
  if (kind == "transfer") return "The same, without help";
  return "Let the muscle be soft";
}

}  // namespace

void ProtocolDraft::open(const session::Protocol& protocol) {
  opened_ = now_ = json::parse(session::toJson(protocol));
  past_.clear();
  future_.clear();
  typing_.clear();
  check();
  Q_EMIT edited();
}

json ProtocolDraft::at(const std::string& pointer) const {
  const json::json_pointer place(pointer);
  return now_.contains(place) ? now_.at(place) : json();
}

void ProtocolDraft::check() {
  const std::string text = now_.dump(1);
  problems_ = session::checkProtocol(text);
  advice_ = session::adviseOnProtocol(text);
}

void ProtocolDraft::commit(json next) {
  past_.push_back(std::move(now_));
  if (past_.size() > kMostSteps) past_.erase(past_.begin());
  future_.clear();
  now_ = std::move(next);
  check();
  Q_EMIT edited();
}

void ProtocolDraft::set(const std::vector<std::pair<std::string, json>>& fields, const std::string& field) {
  json next = now_;
  for (const auto& [pointer, value] : fields) {
    const json::json_pointer place(pointer);
    if (!value.is_null()) next[place] = value;
    else if (next.contains(place)) next[place.parent_pointer()].erase(place.back());
  }
  if (next == now_) return;
  const bool goesOn = !field.empty() && field == typing_ && !past_.empty();
  if (goesOn) {   // the step back is to where the typing began
    now_ = std::move(past_.back());
    past_.pop_back();
  }
  typing_ = field;
  commit(std::move(next));
}

int ProtocolDraft::phasesN() const { return static_cast<int>(now_.value("phases", json::array()).size()); }
std::size_t ProtocolDraft::channelsN() const { return now_.value("channels", json::array()).size(); }

std::string ProtocolDraft::freePhaseId(const std::string& wish) const {
  std::string id = wish;
  const json& phases = now_["phases"];
  for (int n = 2; std::any_of(phases.begin(), phases.end(), [&](const json& p) { return p["id"] == id; }); ++n)
    id = wish + '_' + std::to_string(n);
  return id;
}

void ProtocolDraft::addPhase(int after, const std::string& kind) {
  json phase{{"id", freePhaseId(kind)}, {"kind", kind},  {"name", choiceText("phase", kind).toStdString()},
             {"cue", firstCue(kind)},   {"visual", showsLevel(kind)}, {"sound", showsLevel(kind)}, {"scored", isScored(kind)},
             {"duration_s", kind == "set_up" || kind == "rating" ? 0 : 60}};
  if (goesRound(kind)) {
    phase["stages"] = newStages(kind);
    phase["reps"] = kind == "reference" ? 3 : 10;
    phase["duration_s"] = 0;
  }
  if (kind == "rating") phase["asks"] = {"pain_nrs"};
  json next = now_;
  typing_.clear();
  next["phases"].insert(next["phases"].begin() + std::clamp(after + 1, 0, phasesN()), phase);
  commit(std::move(next));
}

void ProtocolDraft::duplicatePhase(int phase) {
  json next = now_;
  json copy = next["phases"].at(static_cast<std::size_t>(phase));
  copy["id"] = freePhaseId(copy["id"].get<std::string>());
  typing_.clear();
  next["phases"].insert(next["phases"].begin() + phase + 1, copy);
  commit(std::move(next));
}

void ProtocolDraft::removePhase(int phase) {
  if (phasesN() < 2) return;
  json next = now_;
  typing_.clear();
  next["phases"].erase(static_cast<std::size_t>(phase));
  commit(std::move(next));
}

void ProtocolDraft::movePhase(int from, int to) {
  json next = now_;
  json& phases = next["phases"];
  typing_.clear();
  const json moved = phases.at(static_cast<std::size_t>(from));
  phases.erase(static_cast<std::size_t>(from));
  phases.insert(phases.begin() + to, moved);
  commit(std::move(next));
}

void ProtocolDraft::setPhaseLength(int phase, double seconds) {
  const std::string at = "/phases/" + std::to_string(phase);
  json p = now_["phases"].at(static_cast<std::size_t>(phase));
  const double old = phaseSeconds(p, channelsN());
  const char* key = p.contains("stages") ? "reps" : "duration_s";
  const double now = p.value(key, 1.0);
  p[key] = now + 1;   // what one more of it makes
  const double each = phaseSeconds(p, channelsN()) - old;
  if (!(each > 0)) return;
  const double next = std::max(1.0, std::round(now + (seconds - old) / each));
  pause();
  set({{at + '/' + key, p.contains("stages") ? json(static_cast<int>(next)) : json(next)}});
}

void ProtocolDraft::setPhaseKind(int phase, const std::string& kind) {
  const std::string at = "/phases/" + std::to_string(phase);
  const json& old = now_["phases"].at(static_cast<std::size_t>(phase));
  std::vector<std::pair<std::string, json>> fields{{at + "/kind", kind}, {at + "/visual", showsLevel(kind)},
                                                   {at + "/sound", showsLevel(kind)}, {at + "/scored", isScored(kind)}};
  if (goesRound(kind) && !old.contains("stages")) {
    fields.insert(fields.end(), {{at + "/stages", newStages(kind)}, {at + "/reps", kind == "reference" ? 3 : 10}, {at + "/duration_s", 0}});
  } else if (!goesRound(kind) && old.contains("stages")) {
    fields.insert(fields.end(), {{at + "/stages", nullptr}, {at + "/reps", nullptr}, {at + "/duration_s", 60}});
  }
  if (!isScored(kind)) fields.emplace_back(at + "/rule", nullptr);   // nothing to judge
  if (kind != "work_rest") fields.emplace_back(at + "/target_percents", nullptr);
  if (kind != "reference") fields.emplace_back(at + "/submaximal", nullptr);
  if (kind == "rating" && !old.contains("asks")) fields.emplace_back(at + "/asks", json::array({"pain_nrs"}));
  set(fields);
}

void ProtocolDraft::addStage(int phase) {
  const std::string at = "/phases/" + std::to_string(phase) + "/stages";
  json stages = this->at(at);
  if (!stages.is_array()) return;
  stages.push_back({{"name", "Rest"}, {"cue", "Let go"}, {"duration_s", 5}, {"work", false}});
  set({{at, std::move(stages)}});
}

void ProtocolDraft::addChannel() {
  json next = now_;
  std::string ref;
  const json& list = next["channels"];
  for (int n = 1; ref.empty(); ++n) {
    std::string wish = "M";
    wish += std::to_string(n);
    if (std::none_of(list.begin(), list.end(), [&](const json& c) { return c["ref"] == wish; })) ref = wish;
  }
  json channel{{"ref", ref}, {"muscle", ""}, {"side", ""}, {"role", "monitor"}};
  typing_.clear();
  next["channels"].push_back(channel);
  commit(std::move(next));
}

void ProtocolDraft::removeChannel(int channel) {
  json next = now_;
  typing_.clear();
  next["channels"].erase(static_cast<std::size_t>(channel));
  commit(std::move(next));
}

void ProtocolDraft::undo() {
  if (past_.empty()) return;
  future_.push_back(std::move(now_));
  now_ = std::move(past_.back());
  past_.pop_back();
  typing_.clear();
  check();
  Q_EMIT edited();
}

void ProtocolDraft::redo() {
  if (future_.empty()) return;
  past_.push_back(std::move(now_));
  now_ = std::move(future_.back());
  future_.pop_back();
  typing_.clear();
  check();
  Q_EMIT edited();
}

QStringList ProtocolDraft::wordsAt(const std::vector<session::ProtocolProblem>& said, const std::string& pointer) const {
  const bool list = at(pointer).is_array();
  QStringList out;
  for (const session::ProtocolProblem& p : said)
    if (p.pointer == pointer || (list && p.pointer.starts_with(pointer + '/'))) out << problemWords(p, false);
  return out;
}
QStringList ProtocolDraft::problemsAt(const std::string& pointer) const { return wordsAt(problems_, pointer); }
QStringList ProtocolDraft::adviceAt(const std::string& pointer) const { return wordsAt(advice_, pointer); }

bool ProtocolDraft::troubledPhase(int phase) const { return isOfPhase(problems_, phase); }
bool ProtocolDraft::advisedPhase(int phase) const { return isOfPhase(advice_, phase); }

QString ProtocolDraft::problemWords(const session::ProtocolProblem& problem, bool withPlace) const {
  return clinician::problemWords(problem, now_, withPlace);
}

core::Result<session::Protocol> ProtocolDraft::protocol() const { return session::parseProtocol(now_.dump(1)); }

}  // namespace tonus::clinician
