#pragma once
// One consumer with its own bounded queue and, unless it is inline, its own thread.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "tonus/core/sink.h"
#include "tonus/session/session.h"

namespace tonus::session {

/// offer, tick and finish: the process thread (finish: after it has ended). status: any thread.
class SinkRunner {
 public:
  /// `lossless`: wait for room instead of dropping or faulting (a source that waits for us).
  SinkRunner(std::shared_ptr<core::BlockSink> sink, bool ownThread, bool lossless);
  ~SinkRunner();

  void offer(const core::BlockPtr& block);
  /// For inline sinks; the others tick on their own thread.
  void tick();
  /// Everything queued is consumed, then the sink is finished. Returns the first fault it ever had.
  core::Status finish();
  SinkStatus status() const;
  /// A fault not reported yet.
  std::optional<core::Fault> takeFault();

 private:
  void run();
  void consume(const core::BlockPtr& block);
  void fail(const core::Fault& fault);
  double queuedS() const;

  std::shared_ptr<core::BlockSink> sink_;
  core::SinkPolicy policy_;
  bool threaded_;
  bool lossless_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<core::BlockPtr> queue_;
  std::int64_t queuedFrames_ = 0;
  double rateHz_ = 0;
  std::uint64_t droppedFrames_ = 0;
  bool closing_ = false;
  bool finished_ = false;
  std::optional<core::Fault> fault_;
  bool faultReported_ = false;
  std::jthread thread_;
};

}  // namespace tonus::session
