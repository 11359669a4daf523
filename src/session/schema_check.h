#pragma once
// Does a JSON value keep to a JSON Schema? As much of draft 2020-12 as our schemas use; what is wrong is said in words.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tonus::session {

struct SchemaProblem {
  std::string pointer;  ///< of the value, or of the object that lacks one
  std::string text;
};

/// Everything that is wrong, in the order of the schema. Understood: $ref into #/$defs, type, const, enum, properties,
/// required, additionalProperties (false), items, minItems, maxItems, minimum, maximum, exclusiveMinimum, minLength,
/// pattern. "title" names an object in the words.
std::vector<SchemaProblem> checkAgainst(const nlohmann::json& schema, const nlohmann::json& value);

/// Keywords of `schema` that checkAgainst does not understand (and that are not only words for readers).
std::vector<std::string> unknownKeywords(const nlohmann::json& schema);

/// `phase 3 "train"`, `the protocol`: what a pointer means to a reader.
std::string nameOf(const nlohmann::json& document, const std::string& pointer);

}  // namespace tonus::session
