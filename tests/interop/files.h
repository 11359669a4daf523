#pragma once
// Files for the tests of this folder: a scratch directory of its own, third-party recordings where they are present.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

namespace tonus::interop {

inline std::filesystem::path sharedEdf() { return TONUS_SOURCE_DIR "/../shared/data/edf"; }

inline std::string bytesOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A directory that goes away with the test.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "tonus-interop-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path path(const std::string& name) const { return path_ / name; }
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace tonus::interop

#define TONUS_NEEDS_SHARED_EDF()                                                                              \
  if (!std::filesystem::exists(tonus::interop::sharedEdf())) {                                                \
    GTEST_SKIP() << "The third-party recordings are not beside this source tree, so they cannot be tested.";  \
  }                                                                                                           \
  static_assert(true)
