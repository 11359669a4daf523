#pragma once
// Which phases a session number is made from (docs/formats/protocol.md, "Session numbers").

#include <string>
#include <string_view>

#include "tonus/session/protocol.h"

namespace tonus::session {

bool isKnownNumber(std::string_view id);
/// `a "challenge" and a "recovery"`; empty where nothing is missing, and for what is no number.
std::string whatNumberLacks(std::string_view id, const Protocol& p);

}  // namespace tonus::session
