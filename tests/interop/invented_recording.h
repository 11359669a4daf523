#pragma once
// A recording kept in memory, for writing.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tonus/core/recording.h"

namespace tonus::interop {

class InventedRecording final : public core::Recording {
 public:
  InventedRecording(core::StreamFormat format, std::vector<core::Segment> segments)
      : format_(std::move(format)), segments_(std::move(segments)) {}

  std::string title() const override { return "invented"; }
  const core::StreamFormat& format() const override { return format_; }
  const std::vector<core::Segment>& segments() const override { return segments_; }
  const std::vector<core::DeviceEvent>& events() const override { return marks; }
  std::optional<core::WallTime> startTime() const override { return start; }
  const std::vector<std::string>& warnings() const override { return warnings_; }
  core::Status read(core::SampleIndex first, std::span<std::int32_t> counts) override {
    if (first.value >= brokenFrom) return core::Fault{core::FaultCode::kIo, "The disk broke.", "Mend it."};
    const std::size_t channelsN = format_.channelsN();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i] = valueAt(first.value + static_cast<std::int64_t>(i / channelsN), i % channelsN);
    }
    return {};
  }
  /// Noise that any frame can be asked for; the rails show up now and then.
  std::int32_t valueAt(std::int64_t frame, std::size_t channel) const {
    const core::ChannelFormat& c = format_.channels[channel];
    const auto mixed = static_cast<std::uint64_t>(frame * 64 + static_cast<std::int64_t>(channel) + 1) * 0x9E3779B97F4A7C15ULL;
    const std::int64_t span = std::int64_t{c.maxCount} - c.minCount + 1;
    if ((mixed & 0x3F) == 0) return (mixed & 0x40) != 0 ? c.maxCount : c.minCount;
    return static_cast<std::int32_t>(c.minCount + static_cast<std::int64_t>((mixed >> 16) % static_cast<std::uint64_t>(span)));
  }

  std::vector<core::DeviceEvent> marks;
  std::optional<core::WallTime> start;
  std::int64_t brokenFrom = INT64_MAX;

 private:
  core::StreamFormat format_;
  std::vector<core::Segment> segments_;
  std::vector<std::string> warnings_;
};

}  // namespace tonus::interop
