#pragma once
// The list of what was added: each entry carries a checksum of the row and one of all entries before it, so a row
// that changed, vanished or slipped in by accident shows. Not a seal: whoever means to can compute checksums too.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>
#include <vector>

namespace tonus::store {

/// Inside the transaction that added the row.
void addToAudit(SQLite::Database& db, const std::string& table, std::int64_t row, const std::string& who,
                std::int64_t atUs);

/// Empty = consistent; otherwise what is not, in words.
std::vector<std::string> checkAudit(SQLite::Database& db);

}  // namespace tonus::store
