#pragma once
// Rules and laws in words for people; the ids are the registries'.

#include <QString>
#include <optional>
#include <string>
#include <utility>

#include "tonus/feedback/law.h"

namespace tonus::clinician {

/// One or two words: "below", "ratio above".
QString ruleWord(const std::string& kind);

/// What a law does with the line, in a few words.
QString lawWords(const feedback::LawSettings& law);
/// The shares of success that a law aims between, 0..1.
std::optional<std::pair<double, double>> goalOf(const feedback::LawSettings& law);

}  // namespace tonus::clinician
