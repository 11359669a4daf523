#include "output.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <ctime>
#include <memory>
#include <utility>

#include "stop_signal.h"

namespace tonus::ctl {

namespace {

int exitCode(core::FaultCode code) {
  switch (code) {
    case core::FaultCode::kBadFormat: return kDamaged;
    case core::FaultCode::kLocked: return kLocked;
    default: return kFailed;
  }
}

std::string text(const Json& v) { return v.is_string() ? v.get<std::string>() : v.is_null() ? "-" : v.dump(); }

// Columns count characters, not UTF-8 bytes.
std::size_t width(const std::string& s) {
  return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}
void cell(const std::string& s, std::size_t columns) {
  std::fputs(s.c_str(), stdout);
  for (std::size_t n = width(s); n < columns + 2; ++n) std::fputc(' ', stdout);
}

void printTable(const Json& rows) {
  std::vector<std::string> keys;
  std::vector<std::size_t> widths;
  for (const auto& item : rows.front().items()) {
    keys.push_back(item.key());
    widths.push_back(width(item.key()));
  }
  for (const Json& row : rows)
    for (std::size_t k = 0; k < keys.size(); ++k)
      if (row.contains(keys[k])) widths[k] = std::max(widths[k], width(text(row[keys[k]])));
  for (std::size_t k = 0; k < keys.size(); ++k) cell(keys[k], widths[k]);
  std::fputc('\n', stdout);
  for (const Json& row : rows) {
    for (std::size_t k = 0; k < keys.size(); ++k) cell(row.contains(keys[k]) ? text(row[keys[k]]) : "", widths[k]);
    std::fputc('\n', stdout);
  }
}

class Bar {
 public:
  explicit Bar(std::string what) : what_(std::move(what)) {}
  ~Bar() {
    if (percent_ >= 0) std::fputc('\n', stderr);
  }
  Bar(const Bar&) = delete;
  Bar& operator=(const Bar&) = delete;

  void show(double fraction) {
    const int percent = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 100);
    if (percent == std::exchange(percent_, percent)) return;
    std::fprintf(stderr, "\r%s [%-40.*s] %3d %%", what_.c_str(), percent * 40 / 100, "########################################",
                 percent);
  }

 private:
  std::string what_;
  int percent_ = -1;
};

}  // namespace

int explain(const core::Fault& fault) {
  const char* stop = fault.what.ends_with('.') ? "" : ".";
  std::fprintf(stderr, "tonusctl: %s%s%s%s\n", fault.what.c_str(), stop, fault.hint.empty() ? "" : " ", fault.hint.c_str());
  return exitCode(fault.code);
}

void print(const Json& document, bool asJson) {
  if (asJson) {
    std::puts(document.dump(2).c_str());
  } else if (document.is_array()) {
    if (document.empty()) {
      std::puts("none");
    } else {
      printTable(document);
    }
  } else {
    std::size_t widest = 0;
    for (const auto& item : document.items()) widest = std::max(widest, width(item.key()));
    for (const auto& item : document.items()) {
      cell(item.key(), widest);
      std::puts(item.value().is_array() && item.value().size() > 20
                    ? (std::to_string(item.value().size()) + " values (--json shows them)").c_str()
                    : text(item.value()).c_str());
    }
  }
}

bool onTerminal() { return ::isatty(STDERR_FILENO) != 0; }

core::Progress progressBar(const std::string& what) {
  if (!onTerminal()) return [](double) { return true; };
  return [bar = std::make_shared<Bar>(what)](double fraction) {
    bar->show(fraction);
    return true;
  };
}

core::Progress cancellableBar(const std::string& what) {
  return [stop = std::make_shared<StopSignal>(), bar = progressBar(what)](double fraction) {
    return bar(fraction) && !stop->wait(std::chrono::milliseconds(0));
  };
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json latency(const core::LatencySummary& l) {
  if (l.n == 0) return nullptr;
  return {{"p50_ms", number(l.p50Ms)}, {"p95_ms", number(l.p95Ms)}, {"p99_ms", number(l.p99Ms)}, {"max_ms", number(l.worstMs)}, {"n", l.n}};
}

std::string isoTime(core::WallTime t) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(t);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char buffer[32];
  return {buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

NewFile::NewFile(std::filesystem::path target) : target_(std::move(target)), temporary_(target_.string() + ".part") {
  file_ = std::fopen(temporary_.c_str(), "wb");
  if (file_ == nullptr) error_ = errno;
}

NewFile::~NewFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  ::unlink(temporary_.c_str());
}

void NewFile::write(const char* data, std::size_t n) {
  if (file_ != nullptr && error_ == 0 && std::fwrite(data, 1, n, file_) != n) error_ = errno;
}

core::Fault NewFile::fault(const std::string& doing) const {
  const auto code = error_ == ENOSPC  ? core::FaultCode::kDiskFull
                    : error_ == EACCES ? core::FaultCode::kPermission
                                       : core::FaultCode::kIo;
  return {code, target_.string() + " could not be " + doing + ": " + std::strerror(error_),
          "Nothing was left behind. Choose another place or make room."};
}

core::Status NewFile::commit() {
  if (file_ == nullptr) return fault("made");
  if (error_ == 0 && (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0)) error_ = errno;
  if (error_ != 0) return fault("written");
  std::fclose(std::exchange(file_, nullptr));
  if (std::rename(temporary_.c_str(), target_.c_str()) == 0) return {};
  error_ = errno;
  ::unlink(temporary_.c_str());
  return fault("put in its place");
}

}  // namespace tonus::ctl
