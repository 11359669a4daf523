#pragma once
// The counts of a whole recording in memory, so that it can be filtered anew without being read and decoded again.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "tonus/core/recording.h"

namespace tonus::analysis {

/// Where counts come from: frames [first, first + n), all inside one segment, frame-major; valid until the next call.
using CountsSource = std::function<core::Result<std::span<const std::int32_t>>(core::SampleIndex first, std::size_t framesN)>;

/// Reads as it is asked; the recording must outlive it.
CountsSource countsOf(core::Recording& recording);

/// Filled from its first frame on by one thread while others read what is held. An hour of 8 channels at 2 kHz: 230 MB.
class HeldSignal {
 public:
  /// What is longer is read in pieces each time it is filtered: on a machine of 8 GB the rest has room beside it.
  static constexpr std::size_t kBudgetBytes = std::size_t{512} << 20;

  HeldSignal(core::StreamFormat format, std::vector<core::Segment> segments);

  static std::size_t bytesOf(const core::Recording& recording);

  const core::StreamFormat& format() const { return format_; }
  const std::vector<core::Segment>& segments() const { return segments_; }

  /// Does it hold [fromFrame, toFrame)? Gaps count as held. Any thread.
  bool holds(std::int64_t fromFrame, std::int64_t toFrame) const;
  /// Frames of one segment that are held. Any thread.
  std::span<const std::int32_t> frames(core::SampleIndex first, std::size_t framesN) const;

  /// The filling thread: where these frames of one segment go, then that all before `end` is there.
  std::span<std::int32_t> room(core::SampleIndex first, std::size_t framesN);
  void publish(std::int64_t end) { end_.store(end, std::memory_order_release); }

 private:
  std::size_t place(std::int64_t frame) const;

  core::StreamFormat format_;
  std::vector<core::Segment> segments_;
  std::vector<std::int64_t> before_;   ///< frames of all earlier segments
  std::unique_ptr<std::int32_t[]> counts_;
  std::size_t n_ = 0;
  std::atomic<std::int64_t> end_{0};
};

}  // namespace tonus::analysis
