#include "gate.h"

#include <nlohmann/json.hpp>

namespace tonus::bench {

namespace {

using nlohmann::json;

core::Fault notResults(const std::string& why) {
  return {core::FaultCode::kBadFormat, "This is not what tonusctl bench --json prints: " + why + ".", "Run it again."};
}

/// True where a number or null stands there.
bool take(const json& document, const std::string& section, const std::string& key, const std::string& as, Results& results) {
  if (!document.contains(section) || !document[section].is_object() || !document[section].contains(key)) return false;
  const json& value = document[section][key];
  if (value.is_number()) results.set(as, value.get<double>());
  return value.is_number() || value.is_null();
}

}  // namespace

core::Result<Results> readResults(std::string_view text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) return notResults("it is no JSON object");
  Results results;
  for (const Measure& m : measures()) {
    const auto dot = m.key.find('.');
    if (!take(document, std::string(m.key.substr(0, dot)), std::string(m.key.substr(dot + 1)), std::string(m.key), results))
      return notResults(std::string(m.key) + " is missing or no number");
  }
  for (const Exactness& e : exactness())
    if (!take(document, "exact", std::string(e.key), "exact." + std::string(e.key), results))
      return notResults("exact." + std::string(e.key) + " is missing or no number");
  return results;
}

}  // namespace tonus::bench
