#include "clinician/protocols/draft.h"

#include <QRegularExpression>
#include <algorithm>

#include "clinician/protocols/words.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSteps = 500;

bool goesRound(const std::string& kind) { return kind == "work_rest" || kind == "test" || kind == "reference"; }
bool showsLevel(const std::string& kind) { return kind == "trial" || kind == "work_rest" || kind == "free"; }
bool isScored(const std::string& kind) { return showsLevel(kind) || kind == "transfer" || kind == "task"; }

json newStages() {
  return json::array({{{"name", "Work"}, {"cue", "Tighten"}, {"duration_s", 5}, {"work", true}},
                      {{"name", "Rest"}, {"cue", "Let go"}, {"duration_s", 5}, {"work", false}}});
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

void ProtocolDraft::check() { problems_ = session::checkProtocol(now_.dump(1)); }

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
    phase["stages"] = newStages();
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

void ProtocolDraft::setPhaseKind(int phase, const std::string& kind) {
  const std::string at = "/phases/" + std::to_string(phase);
  const json& old = now_["phases"].at(static_cast<std::size_t>(phase));
  std::vector<std::pair<std::string, json>> fields{{at + "/kind", kind}, {at + "/visual", showsLevel(kind)},
                                                   {at + "/sound", showsLevel(kind)}, {at + "/scored", isScored(kind)}};
  if (goesRound(kind) && !old.contains("stages")) {
    fields.insert(fields.end(), {{at + "/stages", newStages()}, {at + "/reps", kind == "reference" ? 3 : 10}, {at + "/duration_s", 0}});
  } else if (!goesRound(kind) && old.contains("stages")) {
    fields.insert(fields.end(), {{at + "/stages", nullptr}, {at + "/reps", nullptr}, {at + "/duration_s", 60}});
  }
  if (kind != "work_rest") fields.emplace_back(at + "/target_percents", nullptr);
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

QStringList ProtocolDraft::problemsAt(const std::string& pointer) const {
  QStringList out;
  for (const session::ProtocolProblem& p : problems_)
    if (p.pointer == pointer) out << problemWords(p, false);
  return out;
}

bool ProtocolDraft::troubledPhase(int phase) const {
  const std::string at = "/phases/" + std::to_string(phase);
  return std::any_of(problems_.begin(), problems_.end(),
                     [&](const auto& p) { return p.pointer == at || p.pointer.starts_with(at + '/'); });
}

// `phase 3 "train": "duration_s" is -1; it may be 0 to 14400` → "Length is -1; it may be 0 to 14400"
QString ProtocolDraft::problemWords(const session::ProtocolProblem& problem, bool withPlace) {
  static const QRegularExpression kPlace(QStringLiteral("^((?:[^\":]|\"[^\"]*\")*): "));
  static const QRegularExpression kWord(QStringLiteral("\"([a-z_A-Z]+)\""));
  QString text = style::textOf(problem.text);
  QString place;
  if (const auto match = kPlace.match(text); match.hasMatch()) {
    place = match.captured(1);
    text = text.mid(match.capturedLength());
  }
  for (auto match = kWord.match(text); match.hasMatch(); match = kWord.match(text)) {
    const QByteArray key = match.captured(1).toLatin1();
    QString words = fieldLabel(key.constData());
    if (words == QLatin1String(key)) words = choiceText("phase", key.toStdString());
    text.replace(match.capturedStart(), match.capturedLength(), QStringLiteral("“%1”").arg(words));
  }
  if (!withPlace) {   // beside its field it need not be named
    const QByteArray own = QByteArray::fromStdString(problem.pointer.substr(problem.pointer.rfind('/') + 1));
    const QString name = QStringLiteral("“%1” ").arg(fieldLabel(own.constData()));
    if (text.startsWith(name)) text.remove(0, name.size());
  }
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return withPlace && !place.isEmpty() ? place + QStringLiteral(": ") + text : text;
}

core::Result<session::Protocol> ProtocolDraft::protocol() const { return session::parseProtocol(now_.dump(1)); }

}  // namespace tonus::clinician
