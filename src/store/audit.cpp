#include "audit.h"

#include <array>
#include <cstring>
#include <optional>
#include <span>

#include "tonus/core/crc32c.h"

namespace tonus::store {

namespace {

constexpr std::array kAudited = {"settings",     "patients",       "patient_revisions", "identities",    "patient_marks", "sessions",
                                 "session_ends", "session_closes", "protocol_versions", "protocol_marks"};

std::uint32_t add(std::uint32_t crc, const void* data, std::size_t n) {
  return core::crc32c({static_cast<const std::uint8_t*>(data), n}, crc);
}

std::uint32_t add(std::uint32_t crc, const std::string& text) {
  crc = add(crc, text.data(), text.size());
  return add(crc, "\n", 1);
}

struct RowDigest {
  int columnsN = 0;
  std::uint32_t crc = 0;
};

/// Of the first `columnsN` columns: a later schema may add some at the end. `table` is one of ours, never user text.
std::optional<RowDigest> digest(SQLite::Database& db, const std::string& table, std::int64_t row, int columnsN = 0) {
  SQLite::Statement query(db, "SELECT * FROM " + table + " WHERE seq=?");
  query.bind(1, row);
  if (!query.executeStep()) return std::nullopt;
  RowDigest d;
  d.columnsN = columnsN > 0 ? columnsN : query.getColumnCount();
  if (d.columnsN > query.getColumnCount()) return std::nullopt;
  for (int c = 0; c < d.columnsN; ++c) d.crc = add(d.crc, query.getColumn(c).getString());
  return d;
}

struct Entry {
  std::string table;
  std::int64_t row = 0;
  RowDigest digest;
  std::string who;
  std::int64_t atUs = 0;
};

std::uint32_t chainOf(std::uint32_t previous, const Entry& e) {
  return add(previous, e.table + ' ' + std::to_string(e.row) + ' ' + std::to_string(e.digest.columnsN) + ' ' +
                           std::to_string(e.digest.crc) + ' ' + e.who + ' ' + std::to_string(e.atUs));
}

bool isAudited(const std::string& table) {
  for (const char* name : kAudited)
    if (table == name) return true;
  return false;
}

}  // namespace

void addToAudit(SQLite::Database& db, const std::string& table, std::int64_t row, const std::string& who,
                std::int64_t atUs) {
  const auto d = digest(db, table, row);
  const Entry entry{table, row, d.value_or(RowDigest{}), who, atUs};
  SQLite::Statement last(db, "SELECT chain FROM audit ORDER BY seq DESC LIMIT 1");
  const std::uint32_t previous = last.executeStep() ? last.getColumn(0).getUInt() : 0;
  SQLite::Statement insert(db,
                           "INSERT INTO audit (tbl, row, columns_n, row_crc, who, at, chain) VALUES (?,?,?,?,?,?,?)");
  insert.bind(1, table);
  insert.bind(2, row);
  insert.bind(3, entry.digest.columnsN);
  insert.bind(4, static_cast<std::int64_t>(entry.digest.crc));
  insert.bind(5, who);
  insert.bind(6, atUs);
  insert.bind(7, static_cast<std::int64_t>(chainOf(previous, entry)));
  insert.exec();
}

std::vector<std::string> checkAudit(SQLite::Database& db) {
  std::vector<std::string> wrong;
  std::uint32_t chain = 0;
  SQLite::Statement query(db, "SELECT tbl, row, columns_n, row_crc, who, at, chain FROM audit ORDER BY seq");
  while (query.executeStep()) {
    Entry e{query.getColumn(0).getString(),
            query.getColumn(1).getInt64(),
            {query.getColumn(2).getInt(), query.getColumn(3).getUInt()},
            query.getColumn(4).getString(),
            query.getColumn(5).getInt64()};
    const std::string name = "row " + std::to_string(e.row) + " of " + e.table;
    chain = chainOf(chain, e);
    if (chain != query.getColumn(6).getUInt()) {
      wrong.push_back("The list of changes is broken at " + name + ".");
      chain = query.getColumn(6).getUInt();  // go on from here, so that one break is told once
    }
    if (!isAudited(e.table)) continue;
    const auto now = digest(db, e.table, e.row, e.digest.columnsN);
    if (!now) {
      wrong.push_back("The list of changes names " + name + ", which is gone.");
    } else if (now->crc != e.digest.crc) {
      wrong.push_back("The content of " + name + " is not what was written on the list of changes.");
    }
  }
  for (const std::string table : kAudited) {
    const int unlisted = db.execAndGet("SELECT count(*) FROM " + table +
                                       " WHERE seq NOT IN (SELECT row FROM audit WHERE tbl='" + table + "')")
                             .getInt();
    if (unlisted > 0)
      wrong.push_back(std::to_string(unlisted) + " rows of " + table + " are not on the list of changes.");
  }
  return wrong;
}

}  // namespace tonus::store
