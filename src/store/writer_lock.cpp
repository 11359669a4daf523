#include "writer_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

namespace tonus::store {

namespace {

std::string lockPath(const std::filesystem::path& store) { return store.string() + "-writers"; }

flock byteOf(std::int64_t session, short type) {
  flock lock{};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = session;
  lock.l_len = 1;
  return lock;
}

}  // namespace

WriterLock::WriterLock(const std::filesystem::path& store, std::int64_t session)
    : file_(::open(lockPath(store).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
  flock lock = byteOf(session, F_WRLCK);
  held_ = file_ >= 0 && ::fcntl(file_, F_OFD_SETLK, &lock) == 0;
}

WriterLock::~WriterLock() { release(); }

void WriterLock::release() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
  held_ = false;
}

bool isBeingWritten(const std::filesystem::path& store, std::int64_t session) {
  const int file = ::open(lockPath(store).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  flock lock = byteOf(session, F_RDLCK);
  const bool held = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return held;
}

}  // namespace tonus::store
