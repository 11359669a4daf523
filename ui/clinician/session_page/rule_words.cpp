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

}  // namespace tonus::clinician
