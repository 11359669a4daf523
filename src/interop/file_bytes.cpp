#include "file_bytes.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tonus::interop {

using core::Fault;
using core::FaultCode;

namespace {

FaultCode codeOf(int error) {
  if (error == ENOENT || error == ENOTDIR) return FaultCode::kNotFound;
  if (error == EACCES || error == EPERM) return FaultCode::kPermission;
  return FaultCode::kIo;
}

}  // namespace

core::Result<FileBytes> FileBytes::open(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe must not hang us
  if (descriptor < 0) {
    const int error = errno;
    return Fault{codeOf(error), "The file \"" + path.string() + "\" cannot be opened: " + std::strerror(error) + ".",
                 "Check the name and that you may read the file."};
  }
  struct stat info {};
  if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(descriptor);
    return Fault{FaultCode::kInvalid, "What \"" + path.string() + "\" names is not an ordinary file.", "Choose a recording file."};
  }
  return FileBytes(descriptor, info.st_size, name);
}

FileBytes::FileBytes(int descriptor, std::int64_t size, std::string name)
    : descriptor_(descriptor), size_(size), name_(std::move(name)) {}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_), name_(std::move(other.name_)) {}

FileBytes& FileBytes::operator=(FileBytes&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(name_, other.name_);
  return *this;
}

FileBytes::~FileBytes() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

core::Status FileBytes::readAt(std::int64_t offset, std::span<char> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t n = ::pread(descriptor_, out.data() + done, out.size() - done,
                              static_cast<off_t>(offset + static_cast<std::int64_t>(done)));
    if (n > 0) {
      done += static_cast<std::size_t>(n);
    } else if (n == 0) {
      return Fault{FaultCode::kIo, "\"" + name_ + "\" ended earlier than when it was opened.",
                   "Another program may be changing it. Open it again when that is done."};
    } else if (errno != EINTR) {
      return Fault{FaultCode::kIo, "\"" + name_ + "\" cannot be read: " + std::strerror(errno) + ".",
                   "The disk or the connection to it may be failing; copy the file and try the copy."};
    }
  }
  return {};
}

core::Result<std::string> FileBytes::readAll() const {
  std::string text(static_cast<std::size_t>(size_), '\0');
  if (core::Status read = readAt(0, text); !read) return read.fault();
  return text;
}

}  // namespace tonus::interop
