#pragma once
// Tells a recording that is being written now from one whose program died: while it writes, a session holds an
// open-file-description lock on one byte (its number) of "<store>-writers". The kernel drops it with the process,
// however that ends.

#include <cstdint>
#include <filesystem>

namespace tonus::store {

class WriterLock {
 public:
  /// Not held if the file cannot be made or another holder is alive.
  WriterLock(const std::filesystem::path& store, std::int64_t session);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

  bool held() const { return held_; }
  void release();

 private:
  int file_ = -1;
  bool held_ = false;
};

/// Whether any process, this one included, holds the lock of that session.
bool isBeingWritten(const std::filesystem::path& store, std::int64_t session);

}  // namespace tonus::store
