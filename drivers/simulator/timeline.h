#pragma once
// Which frames exist, when they arrive, and where a block must be cut: faults of the wire, seen as time.

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "tonus/drivers/simulator.h"

namespace tonus::drivers {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// Frames [begin, end) of the stream.
struct FrameSpan {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  bool has(std::int64_t frame) const { return frame >= begin && frame < end; }
};

FrameSpan framesOf(const SimulatedFault& fault, double sampleRateHz);

class Timeline {
 public:
  Timeline(const std::vector<SimulatedFault>& faults, double sampleRateHz);

  struct Missing {
    FrameSpan frames;
    bool deviceGone = false;   ///< else dropped on the way: the device's own counter tells
  };
  /// What is missing at `frame`, if it is.
  std::optional<Missing> missingAt(std::int64_t frame) const;
  /// The first frame after `frame` at which a block must not go on.
  std::int64_t nextCut(std::int64_t frame) const;
  /// Host seconds since the start at which the device has sampled `frame` frames: its clock may be off.
  double hostSeconds(std::int64_t frame) const;

 private:
  struct Dropping {
    FrameSpan window;
    std::int64_t framesN;
    std::int64_t everyN;
  };
  struct Drifting {
    double fromS, toS, secondsPerSecond;
  };
  double sampleRateHz_;
  std::vector<FrameSpan> gone_;
  std::vector<Dropping> dropping_;
  std::vector<Drifting> drifting_;
  std::vector<std::int64_t> flagChanges_;   // a block has one lead-off mask
};

}  // namespace tonus::drivers
