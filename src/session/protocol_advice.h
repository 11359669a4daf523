#pragma once
// What a protocol that can be run will hardly do for a patient, and what to do about it. Conventions of training, not laws.

#include <nlohmann/json.hpp>
#include <vector>

#include "schema_check.h"
#include "tonus/session/protocol.h"

namespace tonus::session {

/// `j` is the JSON `p` was read from: it only gives things their names. In the order they were looked for.
std::vector<SchemaProblem> adviceOn(const Protocol& p, const nlohmann::json& j);

}  // namespace tonus::session
