#pragma once
// Protocols in sentences: what is trained, how the line comes about, how good the evidence is.

#include <QColor>
#include <QString>
#include <QStringList>
#include <nlohmann/json.hpp>

#include "style/tokens.h"
#include "tonus/app/protocols.h"

namespace tonus::clinician {

/// A word of a file in the words of the screen: ("phase", "end_baseline") → "Baseline at the end".
QString choiceText(const char* key, const std::string& value);
QString fieldLabel(const char* key);
QString fieldUnit(const char* key);

/// "Trial, 3 × 2 min"
QString lengthWords(const nlohmann::json& phase, std::size_t channelsN);
double phaseSeconds(const nlohmann::json& phase, std::size_t channelsN);
/// Phases of one sort have one colour; the word always stands beside it.
QColor phaseColour(const std::string& kind, const style::Tokens& t);

/// "Shipped with Tonus", "Clinic, version 3", "For this patient, version 2"
QString originWords(const app::OfferedProtocol& protocol);
QString evidenceWords(const session::Protocol& protocol);
/// "Let go of the frontalis while two muscles are watched. 9 phases, 9 min 40 s. …"
QString summaryWords(const session::Protocol& protocol);
/// One line a channel: "F: frontalis, middle, train: let go"
QStringList channelWords(const session::Protocol& protocol, const std::vector<std::pair<QString, QString>>& muscles);
/// When a muscle is where it should be, in a sentence.
QString ruleSentence(const nlohmann::json& rule);
/// How the line comes about and moves, in a sentence or two.
QString lawSentence(const nlohmann::json& law);
/// Rule and law of what is trained; one paragraph where all channels are judged alike, else one each.
QStringList judgedWords(const session::Protocol& protocol);

}  // namespace tonus::clinician
