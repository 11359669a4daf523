#pragma once
// Reading JSON fields with faults that name them in words.

#include <nlohmann/json.hpp>
#include <string>

#include "tonus/core/result.h"

namespace tonus::session {

/// Reads fields of one object; remembers the first thing that is wrong.
class JsonFields {
 public:
  JsonFields(const nlohmann::json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object_.is_object()) fail("is not an object");
  }

  template <class T>
  void required(const char* key, T& out) {
    if (!ok()) return;
    if (!object_.contains(key)) return fail(std::string("lacks \"") + key + '"');
    optional(key, out);
  }
  template <class T>
  void optional(const char* key, T& out) {
    if (!ok() || !object_.contains(key)) return;
    try {
      object_.at(key).get_to(out);
    } catch (const nlohmann::json::exception&) {
      fail(std::string("has a \"") + key + "\" of the wrong type");
    }
  }
  void fail(const std::string& what) {
    if (ok()) fault_ = where_ + ' ' + what;
  }

  bool ok() const { return fault_.empty(); }
  core::Fault fault(std::string hint) const { return {core::FaultCode::kBadFormat, fault_, std::move(hint)}; }

 private:
  const nlohmann::json& object_;
  std::string where_;
  std::string fault_;
};

}  // namespace tonus::session
