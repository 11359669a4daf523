#pragma once
// How long it takes to a usable window.

#include <filesystem>

#include "tonus/core/result.h"

namespace tonus::probe {

/// From opening `folder`/start.store (made if it is not there) to the first painting of the main window, in
/// milliseconds by the clock. Needs a QApplication; what loading the program and Qt takes comes on top.
core::Result<double> windowStart(const std::filesystem::path& folder);

}  // namespace tonus::probe
