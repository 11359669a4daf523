#pragma once
// Names by which people tell channels apart.

#include <string>
#include <vector>

namespace tonus::interop {

/// As given, but a second of the same name gets " (2)" and an empty one `unnamed` and its place, counted from 1.
std::vector<std::string> distinctNames(const std::vector<std::string>& names, const std::string& unnamed);
/// "a,b,c"
std::string joined(const std::vector<std::string>& names);

}  // namespace tonus::interop
