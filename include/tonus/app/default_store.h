#pragma once
// Where records are kept when nothing else is said: the same place for the windows and for tonusctl.

#include <filesystem>

namespace tonus::app {

/// $XDG_DATA_HOME/tonus/tonus.store, or ~/.local/share/tonus/tonus.store.
std::filesystem::path defaultStorePath();

}  // namespace tonus::app
