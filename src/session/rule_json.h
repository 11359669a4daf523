#pragma once
// Rules and laws to and from JSON, in protocols and in records. Fields that are not there keep their value.

#include <nlohmann/json.hpp>

#include "tonus/feedback/law.h"
#include "tonus/feedback/rule.h"

namespace tonus::session {

nlohmann::json writeRule(const feedback::RuleSettings& r);
void readRule(const nlohmann::json& j, feedback::RuleSettings& r);
nlohmann::json writeLaw(const feedback::LawSettings& l);
void readLaw(const nlohmann::json& j, feedback::LawSettings& l);

}  // namespace tonus::session
