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
  /// Shows what somebody else opened; what ran before is stopped and kept.
  void adopt(std::unique_ptr<app::LiveSession> live);
  /// Signal with these settings; nothing is recorded.
  core::Status preview(const session::SessionSetup& setup);
  core::Status record(store::Store& store, const store::Patient& patient, const session::SessionSetup& setup);
  /// The session's id, empty if nothing was recorded.
  /// Of what was not this page's: patient display and sound.
  core::Result<std::string> stop(const core::LatencySummary& patient = {}, const core::LatencySummary& sound = {});
  /// The same, and the source stays open for another preview().
  core::Result<std::string> rest(const core::LatencySummary& patient = {}, const core::LatencySummary& sound = {});
  void command(session::Command command);

  bool isOpen() const { return live_ != nullptr; }
  /// Signal comes, or would if the device were there.
  bool flows() const { return live_ && live_->status().state != session::State::kIdle; }
  bool recording() const { return recording_; }
  const core::StreamFormat& format() const { return live_->format(); }
  /// Before the preview: channels calibrated by the user are in µV.
  void use(const app::CalibrationBook& book) { live_->use(book); }
  const std::vector<std::string>& calibratedOn() const { return live_->calibratedOn(); }
  double bandwidthHz() const { return live_->bandwidthHz(); }
  const core::DeviceInfo& device() const { return live_->device(); }
  session::Status status() const { return live_ ? live_->status() : session::Status{}; }
  std::optional<app::LiveSession::Saved> saved() const { return live_ ? live_->saved() : std::nullopt; }

  /// What came since last time. Its arrivals are remembered until they are on screen.
  const std::vector<core::BlockPtr>& drain();
  /// What was drained so far is being painted.
  void painting();
  /// That painting has been flushed: the newest arrival it shows, if it showed any for the first time.
  std::optional<core::SteadyTime> onScreen();
  /// What was drained goes to no screen: the page is hidden, and that says nothing about lateness.
  void notShown();
  core::LatencySummary latency() const { return latency_.summary(); }
  /// Signal shown more than core::kShownLateMs after it came, or never although the page was in view.
  double shownLateS() const;
  bool somethingWaits() const { return !waiting_.empty(); }

 private:
  void listen();
  void countAnew();

  core::Clock& clock_;
  std::shared_ptr<core::BlockSink> sound_;
  std::unique_ptr<app::LiveSession> live_;
  std::shared_ptr<session::LiveQueue> queue_;
  std::vector<core::BlockPtr> blocks_;
  struct Waiting {
    core::SteadyTime arrival;
    std::uint32_t framesN;
  };
  std::vector<Waiting> waiting_;   ///< drained, not yet painted
  std::vector<Waiting> painting_;  ///< painted, not yet known to be flushed
  core::LatencyHistogram latency_;
  std::uint64_t lateFrames_ = 0;
  std::uint64_t droppedBefore_ = 0;  ///< by the queue, when this recording began or the page was last hidden
  bool recording_ = false;
};

}  // namespace tonus::clinician
