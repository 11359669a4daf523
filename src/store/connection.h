#pragma once
// One SQLite connection with the house's pragmas, and its errors in words.

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "tonus/core/result.h"
#include "tonus/core/time.h"

namespace tonus::store {

inline constexpr int kApplicationId = 0x544F4E55;  // "TONU"
inline constexpr int kPageBytes = 16384;

enum class Access { kCreate, kReadWrite, kReadOnly };

using Connection = std::unique_ptr<SQLite::Database>;

/// Throws SQLite::Exception. kReadOnly works on a folder that cannot be written, too. Sets what holds for this
/// connection only; nothing in the file changes (see makeDurable).
Connection connect(const std::filesystem::path& path, Access access, std::chrono::milliseconds busy);

/// For a connection that will write: write-ahead log, a sync at every commit, no checkpoint inside one.
void makeDurable(SQLite::Database& db);

/// `doing`: "The patient could not be saved", put before what SQLite says.
core::Fault faultOf(const SQLite::Exception& e, std::string_view doing);

/// Runs f(), which returns a Result, and turns an exception of SQLite into a Fault.
template <class F>
auto guarded(std::string_view doing, F&& f) -> decltype(f()) {
  try {
    return std::forward<F>(f)();
  } catch (const SQLite::Exception& e) {
    return faultOf(e, doing);
  }
}

inline std::int64_t microseconds(core::WallTime t) {
  return std::chrono::duration_cast<std::chrono::microseconds>(t.time_since_epoch()).count();
}
inline core::WallTime wallTime(std::int64_t us) { return core::WallTime(std::chrono::microseconds(us)); }

}  // namespace tonus::store
