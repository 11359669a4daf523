#pragma once
// SessionRow as it follows from the tables.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connection.h"
#include "tonus/store/store.h"

namespace tonus::store {

struct NumberedSession {
  std::int64_t seq = 0;
  SessionRow row;
  bool ended = false;   ///< the writer finished
  bool closed = false;  ///< closeSession was called
};

struct SessionFilter {
  std::string id = {};         ///< empty: any
  std::string patientId = {};  ///< empty: anyone's
  bool hiddenToo = false;
  bool notClosed = false;      ///< only those without their numbers
  std::size_t mostN = 0;       ///< the newest so many; 0: all
};

/// Each filter has a statement of its own, so that each finds its index.
std::string sessionsQuery(const SessionFilter& filter);
inline constexpr const char* kActivityQuery =
    "SELECT patient, count(*), max(started) FROM sessions GROUP BY patient ORDER BY patient";

/// Newest first. Throws SQLite::Exception.
std::vector<NumberedSession> readSessions(SQLite::Database& db, const std::filesystem::path& store,
                                          const SessionFilter& filter);

/// Throws SQLite::Exception.
std::vector<PatientActivity> readActivity(SQLite::Database& db);

/// "the session of P-0042 of 2026-11-23 14:05".
std::string nameOf(const SessionRow& row);

}  // namespace tonus::store
