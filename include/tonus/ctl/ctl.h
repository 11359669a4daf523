#pragma once
// tonusctl: the engine without windows. What needs Qt is handed in by the composition root.

#include <filesystem>
#include <functional>
#include <string>

#include "tonus/core/result.h"
#include "tonus/store/store.h"

namespace tonus::ctl {

struct Services {
  std::string versionText;   ///< "tonusctl 0.1.0 (abc1234, Release)"
  /// Writes a session's page as PDF; returns the number of pages.
  std::function<core::Result<int>(store::Store&, const std::string& sessionId, const std::filesystem::path&)> writeReport;
};

/// Exit codes: 0 done, 1 failed, 2 command line wrong, 3 input damaged, 4 store locked. Never throws.
int run(int argc, char** argv, const Services& services);

}  // namespace tonus::ctl
