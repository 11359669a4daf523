#pragma once
// A practice of many years in a minute: copies one finished session of a store to many patients and days.

#include <filesystem>
#include <string>

namespace tonus::test {

/// Adds `patientsN` patients with `sessionsN` sessions each: rows of the lists (session, end, numbers, one commit),
/// without signal and without audit entries. Names and days are invented. `templateId` must be finished.
/// Throws SQLite::Exception.
void addManySessions(const std::filesystem::path& store, const std::string& templateId, int patientsN, int sessionsN);

}  // namespace tonus::test
