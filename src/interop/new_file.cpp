#include "new_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

namespace {

constexpr std::size_t kBufferBytes = 1 << 20;

FaultCode codeOf(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT: return FaultCode::kDiskFull;
    case EACCES:
    case EPERM:
    case EROFS: return FaultCode::kPermission;
    case ENOENT:
    case ENOTDIR: return FaultCode::kNotFound;
    default: return FaultCode::kIo;
  }
}

// So that the new name itself survives a power cut. Some file systems cannot sync a directory; the data are safe then.
void syncDirectory(const std::filesystem::path& file) {
  const std::filesystem::path parent = file.has_parent_path() ? file.parent_path() : ".";
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  ::fsync(directory);
  ::close(directory);
}

Fault cannotWrite(const std::filesystem::path& path, int error) {
  return Fault{codeOf(error), "The file \"" + path.string() + "\" cannot be written: " + std::strerror(error) + ".",
               "No part of it was left behind. Choose another folder, or make room there, and try again."};
}

}  // namespace

core::Result<NewFile> NewFile::create(const std::filesystem::path& path) {
  std::filesystem::path temporary = path;
  temporary += ".part" + std::to_string(::getpid());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor < 0) return cannotWrite(path, errno);
  return NewFile(path, std::move(temporary), descriptor);
}

NewFile::NewFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

core::Fault NewFile::failure(int error) const { return cannotWrite(path_, error); }

core::Status NewFile::flush() {
  std::size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t n = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (n < 0 && errno != EINTR) return failure(errno);
    if (n > 0) done += static_cast<std::size_t>(n);
  }
  buffer_.clear();
  return {};
}

core::Status NewFile::write(std::string_view bytes) {
  buffer_.append(bytes);
  return buffer_.size() < kBufferBytes ? core::Status{} : flush();
}

core::Status NewFile::commit() {
  if (core::Status flushed = flush(); !flushed) return flushed;
  if (::fsync(descriptor_) != 0) return failure(errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failure(errno);
  ::close(std::exchange(descriptor_, -1));
  syncDirectory(path_);
  return {};
}

}  // namespace tonus::interop
