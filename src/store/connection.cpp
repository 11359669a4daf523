#include "connection.h"

#include <sqlite3.h>

#include <string>

namespace tonus::store {

namespace fs = std::filesystem;
using core::Fault;
using core::FaultCode;

namespace {

/// Opening is lazy in SQLite; this looks at the file.
void touch(SQLite::Database& db) { db.execAndGet("PRAGMA schema_version"); }

/// A store in a folder we may not write (a backup medium): no lock files can be made there. Only when no log waits.
Connection connectImmutable(const fs::path& path) {
  std::string uri = "file:";
  for (const char c : path.string()) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      uri += {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    } else {
      uri += c;
    }
  }
  auto db = std::make_unique<SQLite::Database>(uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  touch(*db);
  return db;
}

}  // namespace

Connection connect(const fs::path& path, Access access, std::chrono::milliseconds busy) {
  const int busyMs = static_cast<int>(busy.count());
  if (access == Access::kReadOnly) {
    try {
      auto db = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READONLY, busyMs);
      touch(*db);
      return db;
    } catch (const SQLite::Exception& e) {
      std::error_code error;
      const auto logBytes = fs::file_size(path.string() + "-wal", error);
      const bool logWaits = !error && logBytes > 0;
      const bool folder = e.getErrorCode() == SQLITE_CANTOPEN || e.getErrorCode() == SQLITE_READONLY;
      if (!folder || logWaits || !fs::exists(path, error)) throw;
      return connectImmutable(path);
    }
  }
  const int flags = SQLite::OPEN_READWRITE | (access == Access::kCreate ? SQLite::OPEN_CREATE : 0);
  auto db = std::make_unique<SQLite::Database>(path.string(), flags, busyMs);
  touch(*db);
  db->exec("PRAGMA foreign_keys=ON");
  return db;
}

void makeDurable(SQLite::Database& db) {
  db.exec("PRAGMA page_size=" + std::to_string(kPageBytes));  // heeded only while the file is empty
  db.exec("PRAGMA journal_mode=WAL");
  db.exec("PRAGMA synchronous=FULL");
  db.exec("PRAGMA wal_autocheckpoint=0");
}

core::Fault faultOf(const SQLite::Exception& e, std::string_view doing) {
  const std::string what = std::string(doing) + ": ";
  switch (e.getErrorCode() & 0xFF) {
    case SQLITE_FULL:
      return {FaultCode::kDiskFull, what + "the disk is full.",
              "Everything saved before is kept. Free some space on that disk, then try again."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {FaultCode::kLocked, what + "another program is using the store.",
              "Nothing was changed. Close the other program, then try again."};
    case SQLITE_NOTADB:
      return {FaultCode::kBadFormat, what + "this file is not a Tonus store.",
              "The file was not changed. Choose another file."};
    case SQLITE_CORRUPT:
      return {FaultCode::kBadFormat, what + "the store file is damaged.",
              "Keep a copy of the file. Sessions that a check (tonusctl verify) does not name can still be read."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {FaultCode::kPermission, what + "the store may not be written here.",
              "Nothing was changed. Check the permissions of the file and its folder."};
    case SQLITE_CANTOPEN:
      return {FaultCode::kPermission, what + "the file cannot be opened.",
              "Check that the folder exists and that you may write in it."};
    case SQLITE_IOERR:
      return {FaultCode::kIo, what + "the disk reported an error (" + e.getErrorStr() + ").",
              "Everything saved before is kept. Check the disk and its connection."};
    default:
      return {FaultCode::kIo, what + e.what() + ".", "Everything saved before is kept."};
  }
}

}  // namespace tonus::store
