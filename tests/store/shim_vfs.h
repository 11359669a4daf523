#pragma once
// A file system under SQLite that counts syncs and can run out of space. Default for all connections opened while it
// lives.

#include <sqlite3.h>

#include <atomic>

namespace tonus::store {

class ShimVfs {
 public:
  ShimVfs();
  ~ShimVfs();
  ShimVfs(const ShimVfs&) = delete;
  ShimVfs& operator=(const ShimVfs&) = delete;

  std::atomic<int> logSyncs{0};
  std::atomic<int> mainSyncs{0};
  std::atomic<int> mainWrites{0};
  std::atomic<int> logWrites{0};
  std::atomic<long> bytesLeft{-1};  ///< until SQLITE_FULL; -1 = endless

  sqlite3_vfs* real() const { return real_; }

 private:
  sqlite3_vfs* real_;
  sqlite3_vfs vfs_;
};

}  // namespace tonus::store
