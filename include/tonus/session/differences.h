#pragma once
// What was changed between two versions of a protocol, in words.

#include <string>
#include <vector>

#include "tonus/session/protocol.h"

namespace tonus::session {

/// One line a change, in the order of the protocol: `Trial 2: length: 120 s → 90 s`. Phases are known by their ids, so one
/// that moved is said to have moved. Empty: the same, but perhaps for its id.
std::vector<std::string> differences(const Protocol& from, const Protocol& to);

}  // namespace tonus::session
