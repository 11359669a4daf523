#pragma once
// A file that appears whole or not at all.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "tonus/core/result.h"

namespace tonus::interop {

/// Written under a temporary name beside `path`; commit() syncs and renames it, replacing what was there. Without
/// commit() nothing is left behind and an older file of that name stays as it was.
class NewFile {
 public:
  static core::Result<NewFile> create(const std::filesystem::path& path);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  NewFile(const NewFile&) = delete;
  ~NewFile();

  core::Status write(std::string_view bytes);
  core::Status commit();

 private:
  NewFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor);
  core::Status flush();
  core::Fault failure(int error) const;

  std::filesystem::path path_, temporary_;
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace tonus::interop
