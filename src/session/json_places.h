#pragma once
// Where every value of a JSON text stands, so that what is wrong with it can be pointed at.

#include <map>
#include <string>
#include <string_view>

namespace tonus::session {

/// Counted from 1, columns in bytes.
struct JsonPlace {
  int line = 0, column = 0;
};

/// By JSON pointer ("/phases/3/name"); a member's place is that of its key. `text` must be valid JSON.
std::map<std::string, JsonPlace> placesOf(std::string_view text);

}  // namespace tonus::session
