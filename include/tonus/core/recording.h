#pragma once
// A finished piece of signal with random access: an EDF+/BDF+/CSV file or a stored session.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/block.h"
#include "tonus/core/result.h"

namespace tonus::core {

/// Frames [first, first + framesN) exist; between segments they were lost.
struct Segment {
  SampleIndex first;
  std::int64_t framesN = 0;

  friend bool operator==(const Segment&, const Segment&) = default;
};

/// Not thread-safe: one reader each.
class Recording {
 public:
  virtual ~Recording() = default;
  virtual std::string title() const = 0;                       ///< for people: file name, or patient and date
  virtual const StreamFormat& format() const = 0;
  virtual const std::vector<Segment>& segments() const = 0;    ///< ordered, disjoint, not touching
  virtual const std::vector<DeviceEvent>& events() const = 0;  ///< annotations, ordered
  virtual std::optional<WallTime> startTime() const = 0;       ///< unknown where the file does not say (or lies)
  virtual const std::vector<std::string>& warnings() const = 0;///< what was odd but bearable, in words
  /// Fills `counts` (n × channels, frame-major) with frames [first, first + n), all inside one segment.
  virtual Status read(SampleIndex first, std::span<std::int32_t> counts) = 0;
};

}  // namespace tonus::core
