#pragma once
// Where signal comes from: an amplifier, the simulator, a recording. Sources start no thread of their own;
// the session's acquire thread calls read().

#include <cstdint>
#include <optional>
#include <string>

#include "tonus/core/block.h"
#include "tonus/core/result.h"

namespace tonus::core {

struct DeviceInfo {
  std::string id;            ///< what `--device` takes: "simulator", "tonus-link@usb:1-2"
  std::string driver;        ///< row of the driver registry
  std::string model;
  std::string serial;
  std::uint32_t channelsN = 0;
  double sampleRateHz = 0;   ///< as it would open now
  bool live = true;          ///< false: it waits for us (a recording at full speed), nothing is lost by being slow
};

struct SourceConfig {
  std::optional<double> sampleRateHz;   ///< unset: the device's default
  std::uint64_t channelMask = ~0ULL;    ///< bit c: channel c wanted
};

enum class ReadStatus {
  kBlock,    ///< `out` holds at least one frame or event
  kTimeout,  ///< nothing by the deadline
  kGone,     ///< the device is away; keep reading, it resumes by itself with a gap
  kEnded,    ///< a recording is over
};

/// Call order: open, start, read*, stop; stop may be called at any time and again. open/start/read/stop from one
/// thread at a time; describe from any. After a Fault the source is stopped and may be opened again.
class SignalSource {
 public:
  virtual ~SignalSource() = default;
  virtual DeviceInfo describe() const = 0;
  virtual Result<StreamFormat> open(const SourceConfig& config) = 0;
  virtual Status start() = 0;
  /// Waits until `deadline` at most. No allocation in steady state.
  virtual Result<ReadStatus> read(SteadyTime deadline, RawBlock& out) = 0;
  virtual void stop() = 0;
};

}  // namespace tonus::core
