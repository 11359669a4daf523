#include "tonus/resources/resources.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "embedded.h"

namespace tonus::resources {

namespace fs = std::filesystem;

namespace {

/// A name may come from a command line ("protocols/" + id): it must stay inside the folder.
bool staysInside(const fs::path& path) {
  return !path.is_absolute() && std::find(path.begin(), path.end(), fs::path("..")) == path.end();
}

std::optional<std::string> readFile(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

std::optional<std::string> find(std::string_view path, std::string_view overrideDir) {
  if (!overrideDir.empty() && staysInside(fs::path(path))) {
    if (auto text = readFile(fs::path(overrideDir) / fs::path(path))) return text;
  }
  for (const Embedded& file : embedded())
    if (file.path == path) return std::string(file.text);
  return std::nullopt;
}

std::vector<std::string> list(std::string_view folder, std::string_view overrideDir) {
  std::string prefix(folder);
  if (!prefix.empty() && prefix.back() != '/') prefix += '/';
  std::vector<std::string> paths;
  for (const Embedded& file : embedded())
    if (file.path.substr(0, prefix.size()) == prefix) paths.emplace_back(file.path);
  if (!overrideDir.empty() && staysInside(fs::path(prefix))) {
    std::error_code error;
    const fs::path root(overrideDir);
    for (fs::recursive_directory_iterator it(root / prefix, error), end; !error && it != end; it.increment(error))
      if (it->is_regular_file(error)) paths.push_back(it->path().lexically_relative(root).generic_string());
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

}  // namespace tonus::resources
