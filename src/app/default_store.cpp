#include "tonus/app/default_store.h"

#include <cstdlib>

namespace tonus::app {

std::filesystem::path defaultStorePath() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0')
    return std::filesystem::path(data) / "tonus" / "tonus.store";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : ".") / ".local" / "share" / "tonus" / "tonus.store";
}

}  // namespace tonus::app
