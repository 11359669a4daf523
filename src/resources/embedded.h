#pragma once
// What the build compiled in; the definition is generated (cmake/EmbedResources.cmake).

#include <string_view>
#include <vector>

namespace tonus::resources {

struct Embedded {
  std::string_view path;  ///< below resources/
  std::string_view text;
};

/// Sorted by path.
const std::vector<Embedded>& embedded();

}  // namespace tonus::resources
