#pragma once
// Schema steps: resources/migrations/NNNN_name.sql, applied in order, each in its own transaction with user_version.

#include <SQLiteCpp/SQLiteCpp.h>

#include <span>
#include <string>
#include <vector>

namespace tonus::store {

struct Migration {
  int version = 0;  ///< NNNN; the first is 1, no number is left out
  std::string name;
  std::string sql;
};

std::vector<Migration> shippedMigrations();

/// Applies those above the file's user_version. Throws SQLite::Exception; the file is then at the last good version.
void migrate(SQLite::Database& db, std::span<const Migration> migrations);

}  // namespace tonus::store
