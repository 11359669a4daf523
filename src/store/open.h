#pragma once
// Opening a store file: only what is surely a store of ours is ever written to.

#include <filesystem>

#include "connection.h"
#include "tonus/core/result.h"
#include "tonus/store/store.h"

namespace tonus::store {

inline constexpr std::chrono::milliseconds kBusy{2000};
inline constexpr std::chrono::milliseconds kWriterBusy{10000};  // the recorder's queue holds 30 s

/// Made or brought up to date as asked; durable unless read-only.
core::Result<Connection> openStoreFile(const std::filesystem::path& path, const OpenOptions& options);

}  // namespace tonus::store
