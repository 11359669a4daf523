#pragma once
// Files under resources/ that the programs need at run time, compiled in; `--resources DIR` overrides one by one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tonus::resources {

/// Text of resources/<path>, e.g. "migrations/0001_first.sql"; from `overrideDir` where it has that file.
std::optional<std::string> find(std::string_view path, std::string_view overrideDir = {});

/// Paths below a folder ("protocols/"), sorted; compiled-in ones and those of `overrideDir`.
std::vector<std::string> list(std::string_view folder, std::string_view overrideDir = {});

}  // namespace tonus::resources
