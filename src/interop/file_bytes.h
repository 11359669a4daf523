#pragma once
// A file read at any place, never mapped: a file that shrinks while it is read gives a Fault, not a crash.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "tonus/core/result.h"

namespace tonus::interop {

/// Owns one open descriptor. Not thread-safe.
class FileBytes {
 public:
  static core::Result<FileBytes> open(const std::filesystem::path& path);
  FileBytes(FileBytes&& other) noexcept;
  FileBytes& operator=(FileBytes&& other) noexcept;
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  ~FileBytes();

  std::int64_t size() const { return size_; }   ///< as it was at open
  const std::string& name() const { return name_; }
  /// Fills `out` wholly or faults.
  core::Status readAt(std::int64_t offset, std::span<char> out) const;
  core::Result<std::string> readAll() const;

 private:
  FileBytes(int descriptor, std::int64_t size, std::string name);

  int descriptor_ = -1;
  std::int64_t size_ = 0;
  std::string name_;
};

}  // namespace tonus::interop
