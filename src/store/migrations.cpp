#include "migrations.h"

#include <cstdlib>

#include "connection.h"
#include "tonus/resources/resources.h"

namespace tonus::store {

std::vector<Migration> shippedMigrations() {
  const std::string folder = "migrations/";
  std::vector<Migration> migrations;
  for (const std::string& path : resources::list(folder)) {
    const auto sql = resources::find(path);
    const int version = std::atoi(path.c_str() + folder.size());
    if (sql && version > 0) migrations.push_back({version, path, *sql});
  }
  return migrations;
}

void migrate(SQLite::Database& db, std::span<const Migration> migrations) {
  for (const Migration& m : migrations) {
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::EXCLUSIVE);
    if (db.execAndGet("PRAGMA user_version").getInt() >= m.version) continue;  // read inside: another room may be first
    db.exec(m.sql);
    db.exec("PRAGMA application_id=" + std::to_string(kApplicationId));
    db.exec("PRAGMA user_version=" + std::to_string(m.version));
    transaction.commit();
  }
}

}  // namespace tonus::store
