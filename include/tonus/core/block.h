#pragma once
// What a source delivers: integer ADC counts, frame by frame, with everything needed to place them in time.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tonus/core/time.h"

namespace tonus::core {

/// How one channel's counts become a physical value: value = (count - offsetCounts) * scalePerCount.
struct ChannelFormat {
  std::string label;
  double scaleUvPerCount = 0.0;   ///< µV per count; arbitrary units per count where `calibrated` is false
  std::int32_t offsetCounts = 0;
  std::int32_t minCount = 0;      ///< lower rail of the converter (clipping)
  std::int32_t maxCount = 0;      ///< upper rail
  bool calibrated = true;         ///< false: shown as "a.u.", never as µV

  friend bool operator==(const ChannelFormat&, const ChannelFormat&) = default;
};

/// Fixed for the life of a session.
struct StreamFormat {
  double sampleRateHz = 0.0;
  std::vector<ChannelFormat> channels;
  std::uint32_t maxBlockFrames = 256;  ///< no RawBlock is longer

  std::size_t channelsN() const { return channels.size(); }
  friend bool operator==(const StreamFormat&, const StreamFormat&) = default;
};

/// Something the device said (button, trigger, "resynchronised"), at a frame. Rare: may allocate.
struct DeviceEvent {
  SampleIndex at;
  std::string text;

  friend bool operator==(const DeviceEvent&, const DeviceEvent&) = default;
};

/// Counts are the record of truth: never rescaled. Reused between reads, so capacity is kept.
struct RawBlock {
  SampleIndex first;                          ///< of the first frame here
  std::uint32_t framesN = 0;
  std::uint32_t channelsN = 0;
  SteadyTime arrival{};                       ///< host, when the transfer that completed this block ended
  std::optional<std::int64_t> deviceTimeNs;   ///< device's own clock at `first`
  std::uint64_t lostBefore = 0;               ///< frames lost between the previous block and `first`
  bool lossEstimated = false;                 ///< by host time (device was gone), not by the device's counter
  std::uint64_t leadOffMask = 0;              ///< bit c: an electrode of channel c is off, by the device (channels 0–63)
  std::int32_t batteryPercent = -1;           ///< -1 unknown
  std::vector<std::int32_t> counts;           ///< framesN × channelsN, frame-major
  std::vector<DeviceEvent> events;            ///< ordered by `at`

  /// Makes it an empty block again without giving memory back.
  void clear();
};

}  // namespace tonus::core
