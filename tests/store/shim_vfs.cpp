#include "shim_vfs.h"

#include <new>

namespace tonus::store {

namespace {

enum class Kind { kMain, kLog, kOther };

struct ShimFile {
  sqlite3_file base;
  ShimVfs* shim;
  Kind kind;
  sqlite3_file* real;
};

ShimFile& of(sqlite3_file* f) { return *reinterpret_cast<ShimFile*>(f); }
sqlite3_file* real(sqlite3_file* f) { return of(f).real; }

int write(sqlite3_file* f, const void* data, int n, sqlite3_int64 at) {
  ShimVfs& shim = *of(f).shim;
  if (shim.bytesLeft >= 0 && (shim.bytesLeft -= n) < 0) {
    shim.bytesLeft = 0;
    return SQLITE_FULL;
  }
  if (of(f).kind == Kind::kMain) ++shim.mainWrites;
  if (of(f).kind == Kind::kLog) ++shim.logWrites;
  return real(f)->pMethods->xWrite(real(f), data, n, at);
}

int sync(sqlite3_file* f, int flags) {
  if (of(f).kind == Kind::kMain) ++of(f).shim->mainSyncs;
  if (of(f).kind == Kind::kLog) ++of(f).shim->logSyncs;
  return real(f)->pMethods->xSync(real(f), flags);
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose =
        [](sqlite3_file* f) { return real(f)->pMethods != nullptr ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK; },
    .xRead = [](sqlite3_file* f, void* d, int n,
                sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), d, n, at); },
    .xWrite = write,
    .xTruncate = [](sqlite3_file* f, sqlite3_int64 n) { return real(f)->pMethods->xTruncate(real(f), n); },
    .xSync = sync,
    .xFileSize = [](sqlite3_file* f, sqlite3_int64* n) { return real(f)->pMethods->xFileSize(real(f), n); },
    .xLock = [](sqlite3_file* f, int l) { return real(f)->pMethods->xLock(real(f), l); },
    .xUnlock = [](sqlite3_file* f, int l) { return real(f)->pMethods->xUnlock(real(f), l); },
    .xCheckReservedLock = [](sqlite3_file* f, int* r) { return real(f)->pMethods->xCheckReservedLock(real(f), r); },
    .xFileControl = [](sqlite3_file* f, int op, void* a) { return real(f)->pMethods->xFileControl(real(f), op, a); },
    .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    .xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    .xShmMap = [](sqlite3_file* f, int p, int n, int e,
                  void volatile** m) { return real(f)->pMethods->xShmMap(real(f), p, n, e, m); },
    .xShmLock = [](sqlite3_file* f, int o, int n, int l) { return real(f)->pMethods->xShmLock(real(f), o, n, l); },
    .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    .xShmUnmap = [](sqlite3_file* f, int d) { return real(f)->pMethods->xShmUnmap(real(f), d); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* f, int flags, int* outFlags) {
  auto* shim = static_cast<ShimVfs*>(vfs->pAppData);
  ShimFile& file = *new (f) ShimFile{};
  file.shim = shim;
  file.kind =
      (flags & SQLITE_OPEN_MAIN_DB) != 0 ? Kind::kMain : ((flags & SQLITE_OPEN_WAL) != 0 ? Kind::kLog : Kind::kOther);
  file.real = reinterpret_cast<sqlite3_file*>(&file + 1);
  const int result = shim->real()->xOpen(shim->real(), name, file.real, flags, outFlags);
  file.base.pMethods = file.real->pMethods != nullptr ? &kMethods : nullptr;
  return result;
}

}  // namespace

ShimVfs::ShimVfs() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
  vfs_.pNext = nullptr;
  vfs_.zName = "shim";
  vfs_.szOsFile = static_cast<int>(sizeof(ShimFile)) + real_->szOsFile;
  vfs_.pAppData = this;
  vfs_.xOpen = open;
  sqlite3_vfs_register(&vfs_, 1);
}

ShimVfs::~ShimVfs() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
}

}  // namespace tonus::store
