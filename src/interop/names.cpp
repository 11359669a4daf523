#include "names.h"

#include <unordered_set>

namespace tonus::interop {

std::vector<std::string> distinctNames(const std::vector<std::string>& names, const std::string& unnamed) {
  std::vector<std::string> out;
  std::unordered_set<std::string> taken;
  for (const std::string& given : names) {
    const std::string base = given.empty() ? unnamed + std::to_string(out.size() + 1) : given;
    std::string name = base;
    for (int n = 2; !taken.insert(name).second; ++n) name = base + " (" + std::to_string(n) + ")";
    out.push_back(std::move(name));
  }
  return out;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

}  // namespace tonus::interop
