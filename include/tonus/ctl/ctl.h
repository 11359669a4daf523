#pragma once
// tonusctl: the engine without windows. What needs Qt is handed in by the composition root.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tonus/app/measured_latency.h"
#include "tonus/core/result.h"
#include "tonus/store/store.h"

namespace tonus::ctl {

/// What can only be measured in windows, in milliseconds; nothing where it could not be, and why in `notes`.
struct WindowMeasures {
  std::optional<double> displayP50Ms, displayP99Ms;  ///< a block handed over, to the painted frame that showed it
  std::optional<double> audioP50Ms;                  ///< the same to the sound server, plus the delay it reports
  std::optional<double> live8chMs;                   ///< one frame of the running session, 8 channels × 2 kHz, 1920 px
  std::optional<double> hourMs;                      ///< first painting of an hour of 8 channels after opening it
  std::optional<double> windowMs;                    ///< start of the program to its window on the screen
  std::vector<std::string> notes;                    ///< whole sentences
};

struct Services {
  std::string versionText;   ///< "tonusctl 0.1.0 (abc1234, Release)"
  /// Writes a session's page as PDF; returns the number of pages.
  std::function<core::Result<int>(store::Store&, const std::string& sessionId, const std::filesystem::path&,
                                  const core::Progress&)> writeReport;
  /// For `tonusctl latency`.
  std::function<core::Result<app::MeasuredLatency>(double seconds, const core::Progress&)> measureLatency;
  /// For `tonusctl bench`, called once, after everything else was measured; may write in `folder`. May be empty.
  std::function<WindowMeasures(bool quick, const std::filesystem::path& folder)> measureWindows;
};

/// Exit codes: 0 done, 1 failed, 2 command line wrong, 3 input damaged, 4 store locked. Never throws.
int run(int argc, char** argv, const Services& services);

}  // namespace tonus::ctl
