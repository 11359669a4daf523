#pragma once
// One session as its screen sees it: opens a source, previews, records, drains the queue, counts how late the screen
// is.

#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "tonus/app/live_session.h"
#include "tonus/core/latency.h"
#include "tonus/session/live_queue.h"

namespace tonus::clinician {

/// GUI thread. Nothing here waits for another thread but open, start and stop, which the clinician asks for.
class LiveRun {
 public:
  LiveRun(core::Clock& clock, std::shared_ptr<core::BlockSink> sound);
  ~LiveRun();

  /// Opens and shows a preview; what ran before is stopped and kept.
  core::Status open(std::unique_ptr<core::SignalSource> source);
  /// Signal with these settings; nothing is recorded.
  core::Status preview(const session::SessionSetup& setup);
  core::Status record(store::Store& store, const store::Patient& patient, const session::SessionSetup& setup);
  /// The session's id, empty if nothing was recorded.
  core::Result<std::string> stop();
  void command(session::Command command);

  bool isOpen() const { return live_ != nullptr; }
  bool recording() const { return recording_; }
  const core::StreamFormat& format() const { return live_->format(); }
  const core::DeviceInfo& device() const { return live_->device(); }
  session::Status status() const { return live_ ? live_->status() : session::Status{}; }
  std::optional<app::LiveSession::Saved> saved() const { return live_ ? live_->saved() : std::nullopt; }

  /// What came since last time. Remembers the arrivals until onScreen().
  const std::vector<core::BlockPtr>& drain();
  /// All that was drained has been painted and flushed.
  void onScreen();
  /// It went to no screen: the page is hidden, and says nothing about lateness.
  void notShown() { waiting_.clear(); }
  core::LatencySummary latency() const { return latency_.summary(); }
  bool somethingWaits() const { return !waiting_.empty(); }

 private:
  core::Clock& clock_;
  std::shared_ptr<core::BlockSink> sound_;
  std::unique_ptr<app::LiveSession> live_;
  std::shared_ptr<session::LiveQueue> queue_;
  std::vector<core::BlockPtr> blocks_;
  std::vector<core::SteadyTime> waiting_;
  core::LatencyHistogram latency_;
  bool recording_ = false;
};

}  // namespace tonus::clinician
