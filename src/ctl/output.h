#pragma once
// How commands speak: one JSON document or a short table on stdout, progress and faults on stderr.

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tonus/core/latency.h"
#include "tonus/core/result.h"
#include "tonus/store/store.h"

namespace tonus::ctl {

using Json = nlohmann::ordered_json;

enum ExitCode : int { kDone = 0, kFailed = 1, kUsage = 2, kDamaged = 3, kLocked = 4 };

/// Prints what, where and what to do; returns the exit code that belongs to the fault.
int explain(const core::Fault& fault);

/// One JSON document, or `key  value` lines (objects) or columns (arrays of objects).
void print(const Json& document, bool asJson);

/// Somebody looks at stderr.
bool onTerminal();
/// A bar on stderr when that is a terminal; silent otherwise. It ends its line when it goes.
core::Progress progressBar(const std::string& what);
/// The same, and Ctrl+C cancels the work instead of ending the program in the middle of it.
core::Progress cancellableBar(const std::string& what);

/// NaN and infinity have no JSON; they become null.
Json number(double value);

/// {p50_ms, p95_ms, p99_ms, max_ms, n}; null if nothing was measured.
Json latency(const core::LatencySummary& summary);

/// "2026-11-23T12:05:00Z"
std::string isoTime(core::WallTime t);

/// Text written beside its target, then renamed over it; nothing is left behind if not committed.
class NewFile {
 public:
  explicit NewFile(std::filesystem::path target);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  bool open() const { return file_ != nullptr; }
  void write(const char* text, std::size_t n);
  void write(const std::string& text) { write(text.data(), text.size()); }
  core::Status commit();

 private:
  core::Fault fault(const std::string& doing) const;

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

}  // namespace tonus::ctl
