#pragma once
// Reads everything of a store and says what is damaged, in words.

#include <filesystem>

#include "connection.h"
#include "tonus/store/store.h"

namespace tonus::store {

/// Throws SQLite::Exception where not even the tables can be walked.
core::Result<VerifyReport> verifyStore(SQLite::Database& db, const std::filesystem::path& path,
                                       const Progress& progress);

}  // namespace tonus::store
