#pragma once
// Which phases a session number is made from (docs/formats/protocol.md, "Session numbers").

#include <string>
#include <string_view>

#include "tonus/session/protocol.h"

namespace tonus::session {

/// `it needs a "baseline"`; empty where nothing is missing.
std::string whatNumberLacks(std::string_view id, const Protocol& p);

}  // namespace tonus::session
