#pragma once
// One session on paper: who, when, with what, its whole trace and its numbers, and how they were made.

#include <filesystem>
#include <string>

#include "tonus/core/result.h"
#include "tonus/store/store.h"

namespace tonus::report {

/// Writes a PDF (A4) to a temporary name and renames it. Needs a QApplication (offscreen will do), GUI thread.
/// Returns the number of pages; cancelled, nothing is left behind. A demo session carries the word DEMO across every page.
core::Result<int> writeSessionReport(store::Store& store, const std::string& sessionId, const std::filesystem::path& path,
                                     const core::Progress& progress = {});

}  // namespace tonus::report
