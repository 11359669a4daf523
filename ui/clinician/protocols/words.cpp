#include "clinician/protocols/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "style/words.h"
#include "tonus/session/field_words.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

QString tr(const char* words) { return QCoreApplication::translate("protocols", words); }

double at(const json& j, const char* key, double otherwise = 0) {
  const auto found = j.find(key);
  return found != j.end() && found->is_number() ? found->get<double>() : otherwise;
}
std::string word(const json& j, const char* key) {
  const auto found = j.find(key);
  return found != j.end() && found->is_string() ? found->get<std::string>() : std::string();
}
QString percentOf(double share) { return style::percent(share); }
QString plain(double value) { return QLocale().toString(value, 'g', 3); }

QString joined(const QStringList& list) {
  if (list.size() < 2) return list.join(QString());
  return tr("%1 and %2").arg(QStringList(list.mid(0, list.size() - 1)).join(QStringLiteral(", ")), list.last());
}

QString floorWords(const json& law) {
  const double floor = at(law, "floor_of_noise");
  return floor > 0 ? QLatin1Char(' ') + tr("Never below %1 × the noise floor.").arg(plain(floor)) : QString();
}

QString adaptiveWords(const json& law) {
  QString out = tr("The line begins at %1 × the baseline and moves towards %2 of the time in target; between %3 and %4 it stays.")
                    .arg(plain(at(law, "start")), percentOf(at(law, "aim")), percentOf(at(law, "aim_low")), percentOf(at(law, "aim_high")));
  out += QLatin1Char(' ') + (at(law, "every_s") > 0
                                 ? tr("It moves at most every %1, by %2 at most.").arg(style::duration(at(law, "every_s")), percentOf(at(law, "step")))
                                 : tr("It moves between trials only, by %1 at most.").arg(percentOf(at(law, "step"))));
  return out;
}

QString staircase(const json& law) {
  return tr("After %1 repetitions it gets harder with %2 successes or more, easier with fewer than %3, by %4 at most.")
      .arg(plain(at(law, "reps_n")), plain(at(law, "harder_from")), plain(at(law, "easier_below")), percentOf(at(law, "step")));
}

}  // namespace

QString choiceText(const char* key, const std::string& value) { return tr(session::choiceWords(key, value).c_str()); }

QString fieldLabel(const char* key) {
  const session::FieldWords* words = session::fieldWords(key);
  return words == nullptr ? QString::fromLatin1(key) : tr(words->label.data());
}

QString fieldUnit(const char* key) {
  const session::FieldWords* words = session::fieldWords(key);
  return words == nullptr || words->unit.empty() ? QString() : tr(words->unit.data());
}

double phaseSeconds(const json& phase, std::size_t channelsN) {
  double pass = at(phase, "duration_s");
  if (const auto stages = phase.find("stages"); stages != phase.end())
    for (const json& stage : *stages) pass += at(stage, "duration_s") * at(phase, "reps", 1);
  const double passes = at(phase, "repeat", 1) * (phase.value("per_channel", false) ? static_cast<double>(std::max<std::size_t>(1, channelsN)) : 1);
  return pass * passes + at(phase, "rest_s") * std::max(0.0, passes - 1);
}

QString lengthWords(const json& phase, std::size_t channelsN) {
  const double seconds = phaseSeconds(phase, channelsN);
  if (!(seconds > 0)) return tr("until you go on");
  QString out = style::duration(seconds);
  if (at(phase, "reps", 0) > 0 && phase.contains("stages")) out = tr("%1, %2 times").arg(out).arg(at(phase, "reps"));
  else if (at(phase, "repeat", 1) > 1) out = tr("%1, %2 passes").arg(out).arg(at(phase, "repeat"));
  return out;
}

QColor phaseColour(const std::string& kind, const style::Tokens& t) {
  const auto is = [&](std::initializer_list<const char*> kinds) {
    return std::any_of(kinds.begin(), kinds.end(), [&](const char* k) { return kind == k; });
  };
  if (is({"trial", "work_rest", "free"})) return t.accent;
  if (is({"transfer", "task"})) return t.channels[0];
  if (is({"challenge", "test", "reference"})) return t.channels[1];
  if (is({"baseline", "end_baseline", "noise_floor"})) return t.channels[3];
  if (is({"rating"})) return t.caution;
  return t.disabled;
}

QString originWords(const app::OfferedProtocol& p) {
  switch (p.origin) {
    case app::ProtocolOrigin::kShipped: return tr("came with Tonus");
    case app::ProtocolOrigin::kClinic: return tr("clinic, version %1").arg(p.saved.version);
    case app::ProtocolOrigin::kPatient: return tr("for this patient, version %1").arg(p.saved.version);
  }
  return {};
}

QString evidenceWords(const session::Protocol& p) {
  return p.evidence.grade.empty() ? QString() : tr("Evidence: %1").arg(choiceText("grade", p.evidence.grade));
}

QString summaryWords(const session::Protocol& p) {
  std::size_t watched = 0, trained = 0;
  for (const auto& c : p.channels) ++(c.trained() ? trained : watched);
  QStringList out;
  const QString goal = p.goal.direction == session::Direction::kDown  ? tr("Letting go")
                       : p.goal.direction == session::Direction::kUp   ? tr("Working")
                       : p.goal.direction == session::Direction::kRest ? tr("Short rests in daily work")
                                                                        : tr("One muscle against another");
  if (trained == 0) out << tr("%1: the muscles are chosen in the session.").arg(goal);
  else out << (trained == 1 ? tr("%1: 1 muscle is trained").arg(goal) : tr("%1: %2 muscles are trained").arg(goal).arg(trained)) +
                  (watched > 0 ? tr(", %1 watched.").arg(watched) : QStringLiteral("."));
  const double total = p.totalS();
  const bool open = std::any_of(p.phases.begin(), p.phases.end(), [](const auto& f) { return f.durationS <= 0 && f.stages.empty(); });
  out << (p.phases.size() == 1 ? tr("1 phase") : tr("%1 phases").arg(p.phases.size())) +
             (total <= 0 ? QStringLiteral(".") : open ? tr(", %1 and what waits for you.").arg(style::duration(total)) : tr(", %1.").arg(style::duration(total)));
  const auto range = [](int least, int most) { return least == most ? QString::number(most) : QStringLiteral("%1–%2").arg(least).arg(most); };
  if (p.course.mostN > 0)
    out << tr("Planned: %1 sessions, %2 a week, %3 min each.")
               .arg(range(p.course.leastN, p.course.mostN), range(p.course.leastPerWeek, p.course.mostPerWeek)).arg(p.course.minutes);
  return out.join(QLatin1Char(' '));
}

QStringList channelWords(const session::Protocol& p, const std::vector<std::pair<QString, QString>>& muscles) {
  static const char* const kRoleNames[] = {"train_down", "train_up", "train_hold", "monitor"};
  QStringList out;
  for (const auto& c : p.channels) {
    const auto named = std::find_if(muscles.begin(), muscles.end(), [&](const auto& m) { return m.first == style::textOf(c.muscle); });
    QStringList words{named != muscles.end() ? named->second : c.muscle.empty() ? tr("any muscle") : style::textOf(c.muscle)};
    if (!c.side.empty()) words << choiceText("side", c.side);
    words << choiceText("role", kRoleNames[static_cast<int>(c.role)]);
    out << style::textOf(c.ref) + QStringLiteral(": ") + words.join(QStringLiteral(", "));
  }
  return out;
}

QString ruleSentence(const json& rule) {
  const std::string kind = word(rule, "kind");
  const QString name = choiceText("rule", kind);
  QString out = name.left(1).toUpper() + name.mid(1);
  if (kind == "contract_relax") out += tr(" within %1 s").arg(plain(at(rule, "limit_s")));
  if (const std::string partner = word(rule, "partner"); !partner.empty()) out += tr(", compared with %1").arg(style::textOf(partner));
  out += tr(", for %1 before it counts.").arg(at(rule, "dwell_ms") >= 1000 ? tr("%1 s").arg(plain(at(rule, "dwell_ms") / 1000))
                                                                         : tr("%1 ms").arg(plain(at(rule, "dwell_ms"))));
  return out;
}

QString lawSentence(const json& law) {
  const std::string kind = word(law, "kind");
  const double start = at(law, "start");
  QString out;
  if (kind == "manual") out = tr("The line is moved by hand.");
  else if (kind == "baseline") out = tr("The line is put once, at %1 × the median of the baseline.").arg(plain(start));
  else if (kind == "reference") out = tr("The line is at %1 of the reference contraction.").arg(percentOf(start)) + QLatin1Char(' ') + staircase(law);
  else if (kind == "adaptive") out = adaptiveWords(law);
  else if (kind == "shaped") out = tr("The line begins at %1 × the baseline.").arg(plain(start)) + QLatin1Char(' ') + staircase(law);
  else if (kind == "ratio") out = tr("The ratio begins at %1 × what it was at first.").arg(plain(start)) + QLatin1Char(' ') + staircase(law);
  else if (kind == "gap") out = tr("The line is at %1 of the reference contraction; the aim is %2 of the time below it.").arg(percentOf(start), percentOf(at(law, "rest_aim")));
  else out = choiceText("law", kind) + QLatin1Char('.');
  if (law.value("locked", false)) out += QLatin1Char(' ') + tr("It is locked: nobody but a person moves it.");
  return out + floorWords(law);
}

QStringList judgedWords(const session::Protocol& p) {
  const json j = json::parse(session::toJson(p));
  std::vector<std::pair<QString, QStringList>> groups;   // sentence, channels
  const auto add = [&](const json& owner, const QString& who) {
    const QString words = ruleSentence(owner.contains("rule") ? owner["rule"] : j["rule"]) + QLatin1Char(' ') +
                          lawSentence(owner.contains("law") ? owner["law"] : j["law"]);
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == words; });
    if (same == groups.end()) groups.push_back({words, {who}});
    else same->second << who;
  };
  for (const json& c : j["channels"])
    if (word(c, "role") != "monitor") add(c, style::textOf(word(c, "ref")));
  if (groups.empty()) add(j, QString());
  if (groups.size() == 1) return {groups[0].first};
  QStringList out;
  for (const auto& [words, who] : groups) out << joined(who) + QStringLiteral(": ") + words;
  return out;
}

}  // namespace tonus::clinician
