#pragma once
// Rules and laws in words for people; the ids are the registries'.

#include <QString>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tonus/core/feedback_frame.h"
#include "tonus/feedback/law.h"
#include "tonus/session/setup.h"

namespace tonus::clinician {

/// One or two words: "below", "ratio above".
QString ruleWord(const std::string& kind);

/// What a law does with the line, in a few words.
QString lawWords(const feedback::LawSettings& law);
/// "Rest 14 % of the time, aim 20 %"; empty where nothing asks for rests.
QString restWords(const core::FeedbackFrame& frame, const std::vector<session::ChannelSetup>& channels);
/// The shares of success that a law aims between, 0..1.
std::optional<std::pair<double, double>> goalOf(const feedback::LawSettings& law);

}  // namespace tonus::clinician
