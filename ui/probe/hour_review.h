#pragma once
// What looking at an hour of 8 channels at 2 kHz costs: the review page on a store of its own, 1920 × 1080.

#include <filesystem>

#include "probe/spread.h"
#include "tonus/core/result.h"

namespace tonus::probe {

/// Milliseconds. "GUI thread" = its own processor time.
struct HourCost {
  double openedMs = 0;      ///< from the click on the session to the end of its first painting, by the clock
  double openedCpuMs = 0;   ///< of that, the GUI thread
  double loadedMs = 0;      ///< from the click until all of it is decoded, filtered and drawn, by the clock
  double refilteredMs = 0;  ///< from another filter until the whole hour is drawn through it, by the clock
  Spread hour;              ///< full drawings of the whole hour, GUI thread
  Spread steps;             ///< zooming to single samples and back, moving at every width, GUI thread
};

/// Needs a QApplication. Makes `folder`/hour.store first if it is not there (some seconds, 90 MB).
core::Result<HourCost> hourReview(const std::filesystem::path& folder);

}  // namespace tonus::probe
