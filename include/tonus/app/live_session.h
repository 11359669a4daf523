#pragma once
// The main job, for a window and for the command line alike: a source, a preview, a recording into a store, its numbers.

#include <memory>
#include <optional>
#include <string>

#include "tonus/app/calibrations.h"
#include "tonus/core/clock.h"
#include "tonus/core/latency.h"
#include "tonus/session/session.h"
#include "tonus/store/store.h"

namespace tonus::app {

/// Owned and called by one thread at a time (GUI or command line). Destroying it stops and keeps.
class LiveSession {
 public:
  /// Opens the source; a simulated patient is wired to the feedback it is given, and at start() fitted to the protocol.
  static core::Result<std::unique_ptr<LiveSession>> open(std::unique_ptr<core::SignalSource> source, core::Clock& clock,
                                                         session::Session::Options options = {});
  ~LiveSession();

  const core::StreamFormat& format() const;
  const core::DeviceInfo& device() const;
  /// Upper edge of what the device passes, as far as its driver knows; 0 = half the rate.
  double bandwidthHz() const;
  /// Channels calibrated by the user are in µV from here on: before arm() or start().
  void use(const CalibrationBook& book);
  /// Of each channel: the day the user calibrated it; empty = not by the user.
  const std::vector<std::string>& calibratedOn() const;
  void addSink(std::shared_ptr<core::BlockSink> sink);
  core::Status arm(const session::SessionSetup& preview);
  /// Everything from the next frame on is recorded in `store` under `patient`. The store must outlive the recording.
  core::Status start(store::Store& store, const store::Patient& patient, const session::SessionSetup& setup);
  void command(session::Command command);
  core::Status runInline(double seconds);
  /// Ends and keeps: drains, computes the numbers, closes the record. Returns the session's id (empty if only armed).
  /// `latency` as measured by whoever displays; the default says that nobody did.
  core::Result<std::string> stop(const core::SessionLatency& latency = {});

  session::Status status() const;
  /// Signal seconds safely in the store, and when the last commit was; nullopt while nothing is recorded.
  struct Saved { double seconds; core::WallTime at; };
  std::optional<Saved> saved() const;

 private:
  struct Impl;
  explicit LiveSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::app
