#include "schema_check.h"

#include <algorithm>
#include <array>
#include <regex>

namespace tonus::session {

namespace {

using nlohmann::json;

std::string quoted(const std::string& s) { return '"' + s + '"'; }

bool hasType(const json& v, const std::string& type) {
  if (type == "object") return v.is_object();
  if (type == "array") return v.is_array();
  if (type == "string") return v.is_string();
  if (type == "boolean") return v.is_boolean();
  if (type == "number") return v.is_number();
  return type == "integer" && (v.is_number_integer() || (v.is_number_float() && v.get<double>() == std::floor(v.get<double>())));
}

std::string words(const std::string& type) {
  if (type == "boolean") return "true or false";
  if (type == "integer") return "a whole number";
  if (type == "object") return "an object in { }";
  if (type == "array") return "a list in [ ]";
  return type == "string" ? "a text in quotes" : "a number";
}

std::string list(const json& values) {
  std::string out;
  for (const json& v : values) out += (out.empty() ? "" : ", ") + (v.is_string() ? v.get<std::string>() : v.dump());
  return out;
}

std::string number(const json& v) { return v.dump(); }

/// One value against one schema; `what` is how a sentence about it begins.
class Check {
 public:
  Check(const json& root, const json& document, std::vector<SchemaProblem>& out)
      : root_(root), document_(document), out_(out) {}

  void value(const json& given, const json& v, const std::string& pointer) {
    const json& schema = resolved(given);
    if (schema.contains("type") && !hasType(v, schema["type"].get<std::string>()))
      return say(pointer, "must be " + words(schema["type"].get<std::string>()));
    if (schema.contains("const") && v != schema["const"]) say(pointer, "must be " + schema["const"].dump());
    if (schema.contains("enum") && std::find(schema["enum"].begin(), schema["enum"].end(), v) == schema["enum"].end())
      say(pointer, "is " + v.dump() + "; it may be " + list(schema["enum"]));
    if (v.is_number()) range(schema, v, pointer);
    if (v.is_string()) text(schema, v.get<std::string>(), pointer);
    if (v.is_array()) array(schema, v, pointer);
    if (v.is_object()) object(schema, v, pointer);
  }

 private:
  const json& resolved(const json& schema) const {
    if (!schema.contains("$ref")) return schema;
    return root_.at(json::json_pointer(schema["$ref"].get<std::string>().substr(1)));
  }

  void say(const std::string& pointer, const std::string& what) {
    const std::size_t slash = pointer.rfind('/');
    const std::string last = slash == std::string::npos ? "" : pointer.substr(slash + 1);
    const bool member = !last.empty() && last.find_first_not_of("0123456789") != std::string::npos;
    out_.push_back({pointer, member ? nameOf(document_, pointer.substr(0, slash)) + ": " + quoted(last) + ' ' + what
                                    : nameOf(document_, pointer) + ' ' + what});
  }

  void range(const json& schema, const json& v, const std::string& pointer) {
    const double x = v.get<double>();
    const bool low = schema.contains("minimum") && x < schema["minimum"].get<double>();
    const bool flat = schema.contains("exclusiveMinimum") && x <= schema["exclusiveMinimum"].get<double>();
    const bool high = schema.contains("maximum") && x > schema["maximum"].get<double>();
    if (!low && !flat && !high) return;
    std::string may = schema.contains("minimum") ? "at least " + number(schema["minimum"])
                      : schema.contains("exclusiveMinimum") ? "more than " + number(schema["exclusiveMinimum"]) : "";
    if (schema.contains("maximum")) may += (may.empty() ? "at most " : " and at most ") + number(schema["maximum"]);
    say(pointer, "is " + number(v) + "; it must be " + may);
  }

  void text(const json& schema, const std::string& s, const std::string& pointer) {
    if (s.size() < schema.value("minLength", std::size_t{0})) return say(pointer, "must not be empty");
    if (schema.contains("pattern") && !std::regex_search(s, std::regex(schema["pattern"].get<std::string>())))
      say(pointer, "is " + quoted(s) + "; it may hold " + schema.value("description", "other characters only"));
  }

  void array(const json& schema, const json& v, const std::string& pointer) {
    if (v.size() < schema.value("minItems", std::size_t{0}))
      say(pointer, "needs at least " + std::to_string(schema["minItems"].get<std::size_t>()));
    if (schema.contains("maxItems") && v.size() > schema["maxItems"].get<std::size_t>())
      say(pointer, "has " + std::to_string(v.size()) + "; at most " + number(schema["maxItems"]) + " are possible");
    if (!schema.contains("items")) return;
    for (std::size_t i = 0; i < v.size(); ++i) value(schema["items"], v[i], pointer + '/' + std::to_string(i));
  }

  void object(const json& schema, const json& v, const std::string& pointer) {
    for (const json& key : schema.value("required", json::array()))
      if (!v.contains(key.get<std::string>()))
        out_.push_back({pointer, nameOf(document_, pointer) + " lacks " + quoted(key.get<std::string>())});
    const json properties = schema.value("properties", json::object());
    for (const auto& [key, member] : v.items()) {
      if (properties.contains(key)) {
        value(properties[key], member, pointer + '/' + key);
      } else if (!schema.value("additionalProperties", true)) {
        out_.push_back({pointer + '/' + key, nameOf(document_, pointer) + " has an unknown field " + quoted(key)});
      }
    }
  }

  const json& root_;
  const json& document_;
  std::vector<SchemaProblem>& out_;
};

// A list's name in the singular, for its items: "phases" → "phase".
std::string singular(std::string s) {
  if (!s.empty() && s.back() == 's') s.pop_back();
  std::replace(s.begin(), s.end(), '_', ' ');
  return s;
}

bool isIndex(const std::string& s) { return !s.empty() && s.find_first_not_of("0123456789") == std::string::npos; }

std::vector<std::string> split(const std::string& pointer) {
  std::vector<std::string> out;
  for (std::size_t from = 1; from <= pointer.size();) {
    const std::size_t to = std::min(pointer.find('/', from), pointer.size());
    out.push_back(pointer.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

void collectUnknown(const json& schema, std::vector<std::string>& out) {
  static constexpr std::array kKnown{"$schema", "$id", "$defs", "$ref", "title", "description", "type", "const", "enum",
                                     "properties", "required", "additionalProperties", "items", "minItems", "maxItems",
                                     "minimum", "maximum", "exclusiveMinimum", "minLength", "pattern"};
  for (const auto& [key, v] : schema.items()) {
    if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end()) out.push_back(key);
    if (key == "items") collectUnknown(v, out);
    if (key == "properties" || key == "$defs")
      for (const json& part : v) collectUnknown(part, out);
  }
}

}  // namespace

std::vector<SchemaProblem> checkAgainst(const json& schema, const json& value) {
  std::vector<SchemaProblem> out;
  Check(schema, value, out).value(schema, value, "");
  return out;
}

std::vector<std::string> unknownKeywords(const json& schema) {
  std::vector<std::string> out;
  collectUnknown(schema, out);
  return out;
}

std::string nameOf(const json& document, const std::string& pointer) {
  std::string out;
  const json* at = &document;
  std::string above;
  for (const std::string& part : split(pointer)) {
    const bool index = isIndex(part) && at->is_array();
    const json* next = index ? &(*at)[std::stoul(part)] : at->is_object() && at->contains(part) ? &(*at)[part] : nullptr;
    if (index) {
      out += (out.empty() ? "" : ", ") + singular(above) + ' ' + std::to_string(std::stoul(part) + 1);
      for (const char* key : {"id", "ref", "name"})
        if (next->is_object() && next->contains(key) && (*next)[key].is_string()) {
          out += ' ' + quoted((*next)[key].get<std::string>());
          break;
        }
    } else if (next == nullptr || !next->is_array()) {
      out += (out.empty() ? "" : ", ") + part;
    }
    above = part;
    if (next == nullptr) break;
    at = next;
  }
  return out.empty() ? "the protocol" : out;
}

}  // namespace tonus::session
