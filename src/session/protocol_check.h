#pragma once
// What a protocol must keep to beyond its schema.

#include <nlohmann/json.hpp>
#include <vector>

#include "schema_check.h"

namespace tonus::session {

/// Names used twice or not at all, phases that could not run, cues too long to read. `protocol` keeps to the schema.
std::vector<SchemaProblem> problemsBeyondSchema(const nlohmann::json& protocol);

}  // namespace tonus::session
