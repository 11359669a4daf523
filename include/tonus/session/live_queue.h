#pragma once
// The screen's end of the data path: the GUI drains it at display rate and never waits.

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "tonus/core/sink.h"

namespace tonus::session {

/// Bounded by signal time, oldest dropped and counted. consume: process thread. drain: one reader, any thread.
class LiveQueue final : public core::BlockSink {
 public:
  explicit LiveQueue(std::string name = "screen", std::chrono::milliseconds depth = std::chrono::seconds(12));

  std::string_view name() const override { return name_; }
  core::SinkPolicy policy() const override { return {core::QueuePolicy::kInline, depth_}; }
  core::Status consume(const core::BlockPtr& block) override;
  core::Status finish() override { return {}; }

  /// Moves what has come into `out` (cleared first). Returns at once: if the writer is busy this very moment, `out`
  /// stays empty and the next frame gets it.
  void drain(std::vector<core::BlockPtr>& out);
  std::uint64_t droppedFrames() const;

 private:
  std::string name_;
  std::chrono::milliseconds depth_;
  mutable std::mutex mutex_;
  std::deque<core::BlockPtr> blocks_;
  std::int64_t queuedFrames_ = 0;
  std::uint64_t droppedFrames_ = 0;
};

}  // namespace tonus::session
