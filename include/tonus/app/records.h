#pragma once
// What is done with records once they exist: replay, import, finish after a crash, a store to play with.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tonus/core/recording.h"
#include "tonus/session/setup.h"
#include "tonus/store/store.h"

namespace tonus::app {

struct ReplayReport {
  std::int64_t framesN = 0;
  bool identical = false;         ///< every stored hop was computed again, bit for bit
  std::string difference;         ///< where and by how much, if not
  double successRate = 0;         ///< with the thresholds asked for
  double successRateRecorded = 0;
};
/// Recomputes what the patient was shown. `thresholds` (channel, feedback::lineValue) scores it again with other lines,
/// which no law then moves.
core::Result<ReplayReport> replay(store::Store& store, const std::string& sessionId,
                                  const std::vector<std::pair<std::size_t, double>>& thresholds = {},
                                  const store::Progress& progress = {});

struct ImportReport {
  std::string sessionId;
  std::int64_t framesN = 0;
  std::size_t channelsN = 0;
  std::int64_t lostN = 0;
};
/// A recording becomes a session of `patient`, through the same pipeline as a live one.
core::Result<ImportReport> importRecording(store::Store& store, const store::Patient& patient,
                                           std::unique_ptr<core::Recording> recording,
                                           const store::Progress& progress = {});

/// A session whose recording was cut short: its numbers are computed from what was committed, its state becomes
/// interrupted, nothing else changes.
core::Status finishInterrupted(store::Store& store, const std::string& sessionId, const store::Progress& progress = {});

/// Four invented patients and some months of short training sessions, one of them of exercises, made by the simulator through
/// the real engine.
core::Status makeDemoStore(const std::filesystem::path& path, const store::Progress& progress = {});

}  // namespace tonus::app
