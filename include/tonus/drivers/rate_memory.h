#pragma once
// What amplifiers were found to sample at, in a small text file beside the records, so that the next session of the same
// device begins with its true rate. A line a device: its name, rate and bound in Hz, tabs in between.
//
// A convenience: a file that cannot be read or written is as good as none. One thread at a time; two programs at once
// keep what the last of them learned.

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace tonus::drivers {

struct MeasuredRate {
  double hz = 0;
  double boundHz = 0;  ///< either way: three standard errors and 20 ppm for the host's clock
  double overS = 0;    ///< seconds it rests on; not kept
};

class RateMemory {
 public:
  explicit RateMemory(std::filesystem::path file) : file_(std::move(file)) {}

  /// `device`: driver and serial number, without tabs and line breaks.
  std::optional<MeasuredRate> of(const std::string& device) const;
  void remember(const std::string& device, const MeasuredRate& rate);

 private:
  std::map<std::string, MeasuredRate> read() const;

  const std::filesystem::path file_;
};

}  // namespace tonus::drivers
