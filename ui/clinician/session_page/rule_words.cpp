#include "clinician/session_page/rule_words.h"

#include <QCoreApplication>
#include <utility>

#include "style/words.h"

namespace tonus::clinician {

QString ruleWord(const std::string& kind) {
  static constexpr std::pair<const char*, const char*> kWords[] = {
      {"below", QT_TRANSLATE_NOOP("Rules", "below")},
      {"above", QT_TRANSLATE_NOOP("Rules", "above")},
      {"inside", QT_TRANSLATE_NOOP("Rules", "inside")},
      {"ratio_below", QT_TRANSLATE_NOOP("Rules", "ratio below")},
      {"ratio_above", QT_TRANSLATE_NOOP("Rules", "ratio above")},
      {"difference_below", QT_TRANSLATE_NOOP("Rules", "difference below")},
      {"difference_above", QT_TRANSLATE_NOOP("Rules", "difference above")},
      {"above_quiet", QT_TRANSLATE_NOOP("Rules", "above, other quiet")},
      {"contract_relax", QT_TRANSLATE_NOOP("Rules", "let go quickly")},
      {"follow", QT_TRANSLATE_NOOP("Rules", "follow the curve")},
  };
  for (const auto& [id, words] : kWords)
    if (kind == id) return QCoreApplication::translate("Rules", words);
  return style::textOf(kind);
}

namespace {

QString percentOf(double share) { return QStringLiteral("%1 %").arg(qRound(100 * share)); }
QString words(const char* english) { return QCoreApplication::translate("Rules", english); }

}  // namespace

QString lawWords(const feedback::LawSettings& law) {
  if (law.locked) return words(QT_TRANSLATE_NOOP("Rules", "Locked: the line moves only by you"));
  if (law.kind == "adaptive" && law.everyS > 0)
    return words(QT_TRANSLATE_NOOP("Rules", "Adaptive: aims at %1, moves every %2 s at most")).arg(percentOf(law.aim)).arg(law.everyS);
  if (law.kind == "adaptive")
    return words(QT_TRANSLATE_NOOP("Rules", "Adaptive: aims at %1, next change after this trial")).arg(percentOf(law.aim));
  if (law.kind == "shaped" || law.kind == "ratio")
    return words(QT_TRANSLATE_NOOP("Rules", "Stepwise: harder after %1 of %2 repetitions")).arg(law.harderFrom).arg(law.repsN);
  if (law.kind == "baseline") return words(QT_TRANSLATE_NOOP("Rules", "From the baseline, then by you"));
  if (law.kind == "reference" || law.kind == "gap") return words(QT_TRANSLATE_NOOP("Rules", "A share of the reference contraction"));
  return words(QT_TRANSLATE_NOOP("Rules", "The line is set by you"));
}

QString restWords(const core::FeedbackFrame& frame, const std::vector<session::ChannelSetup>& channels) {
  if (frame.restShare < 0) return {};
  const QString share = percentOf(static_cast<double>(frame.restShare));
  for (const session::ChannelSetup& c : channels)
    if (c.role == feedback::Role::kTrain && c.law.kind == "gap")
      return words(QT_TRANSLATE_NOOP("Rules", "Rest %1 of the time, aim %2")).arg(share, percentOf(c.law.restAim));
  return words(QT_TRANSLATE_NOOP("Rules", "Rest %1 of the time")).arg(share);
}

std::optional<std::pair<double, double>> goalOf(const feedback::LawSettings& law) {
  if (law.kind != "adaptive") return std::nullopt;
  return std::pair{law.aimLow, law.aimHigh};
}

}  // namespace tonus::clinician
