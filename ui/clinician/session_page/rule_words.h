#pragma once
// Rules and laws in words for people; the ids are the registries'.

#include <QString>
#include <string>

#include "tonus/feedback/law.h"

namespace tonus::clinician {

/// One or two words: "below", "ratio above".
QString ruleWord(const std::string& kind);

/// What a law does with the line, in a few words.
QString lawWords(const feedback::LawSettings& law);
/// "60–75 %"; empty where the law aims at no share of success.
QString goalWords(const feedback::LawSettings& law);

}  // namespace tonus::clinician
