#pragma once
// What the check of a protocol says, in the words of the screen.

#include <QString>
#include <nlohmann/json.hpp>

#include "tonus/session/protocol.h"

namespace tonus::clinician {

/// `phase 3 "train": "duration_s" is -1; it may be 0 to 14400` → "Trial 1: “Length” is -1; it may be 0 to 14400".
/// Without `withPlace` it stands beside its field: "Is -1; it may be 0 to 14400".
QString problemWords(const session::ProtocolProblem& problem, const nlohmann::json& protocol, bool withPlace);

}  // namespace tonus::clinician
