#pragma once
// The part of tonusctl bench that needs windows.

#include <filesystem>

#include "tonus/ctl/ctl.h"

namespace tonus::windows {

/// Makes its own QApplication: offscreen, unless the environment names a platform. Stores go into `folder`, which is
/// left as it was; settings of the user are not touched.
ctl::WindowMeasures measureWindows(int& argc, char** argv, bool quick, const std::filesystem::path& folder);

}  // namespace tonus::windows
