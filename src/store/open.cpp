#include "open.h"

#include "migrations.h"

namespace tonus::store {

namespace fs = std::filesystem;
using core::Fault;
using core::FaultCode;
using core::Result;
using core::Status;

namespace {

std::string doingOf(const fs::path& path) { return "The store " + path.string() + " could not be opened"; }

struct Header {
  int applicationId = 0;
  int version = 0;
  bool empty = false;
};

Header headerOf(SQLite::Database& db) {
  return {db.execAndGet("PRAGMA application_id").getInt(), db.execAndGet("PRAGMA user_version").getInt(),
          db.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0};
}

Status checkHeader(const Header& header, int newest, const fs::path& path, bool mayCreate) {
  if (header.empty && header.applicationId == 0 && header.version == 0) {
    if (mayCreate) return {};
    return Fault{FaultCode::kBadFormat, doingOf(path) + ": the file is empty.",
                 "It was not changed. Choose another file."};
  }
  if (header.applicationId != kApplicationId)
    return Fault{FaultCode::kBadFormat, doingOf(path) + ": it is the database of another program.",
                 "It was not changed. Choose another file."};
  if (header.version > newest)
    return Fault{FaultCode::kNewerVersion, doingOf(path) + ": it was made by a newer version of Tonus.",
                 "It was not changed. Install the newer version to open it."};
  return {};
}

}  // namespace

Result<Connection> openStoreFile(const fs::path& path, const OpenOptions& options) {
  std::error_code error;
  const bool exists = fs::exists(path, error);
  if (!exists && !options.create)
    return Fault{FaultCode::kNotFound, "There is no store at " + path.string() + ".",
                 "Check the name, or make a new store."};
  if (exists && !fs::is_regular_file(path, error))
    return Fault{FaultCode::kBadFormat, doingOf(path) + ": it is not a file.", "Choose another place."};
  if (!exists && path.has_parent_path()) fs::create_directories(path.parent_path(), error);

  return guarded(doingOf(path), [&]() -> Result<Connection> {
    const std::vector<Migration> migrations = shippedMigrations();
    const int newest = migrations.empty() ? 0 : migrations.back().version;
    if (exists) {  // looked at read-only first: a file that is not ours stays as it is
      Connection look = connect(path, Access::kReadOnly, kBusy);
      const Header header = headerOf(*look);
      if (auto fine = checkHeader(header, newest, path, options.create && !options.readOnly); !fine)
        return fine.fault();
      if (options.readOnly) {
        if (header.version == newest) return look;
        return Fault{FaultCode::kUnsupported,
                     doingOf(path) + " for reading only: it was made by an older version of Tonus.",
                     "Open it once for writing, so that it is brought up to date."};
      }
    }
    Connection db = connect(path, options.create ? Access::kCreate : Access::kReadWrite, kBusy);
    makeDurable(*db);
    migrate(*db, migrations);
    return db;
  });
}

}  // namespace tonus::store
