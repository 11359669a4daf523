#pragma once
// Rules and laws in words for people; the ids are the registries'.

#include <QString>
#include <string>

namespace tonus::clinician {

/// One or two words: "below", "ratio above".
QString ruleWord(const std::string& kind);

}  // namespace tonus::clinician
