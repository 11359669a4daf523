#pragma once
// A running session: owns the acquire, process and sink threads, from the source to every consumer's queue.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/sink.h"
#include "tonus/core/source.h"
#include "tonus/session/pipeline.h"

namespace tonus::session {

enum class State {
  kIdle,       ///< nothing runs
  kArmed,      ///< signal flows to the preview; nothing is recorded
  kRunning,    ///< recording; feedback runs
  kPaused,     ///< recording; feedback and statistics rest
  kFinishing,  ///< draining queues into the record
  kFaulted,    ///< acquisition or record ended early; what came before is kept
};

struct SinkStatus {
  std::string name;
  std::uint64_t droppedFrames = 0;
  double queuedS = 0;
  bool faulted = false;
};

/// A consistent picture of the moment, cheap to ask for at display rate.
struct Status {
  State state = State::kIdle;
  core::DeviceInfo device;
  bool deviceGone = false;          ///< away; the session waits for it
  std::uint64_t framesN = 0;        ///< recorded so far
  std::uint64_t lostFrames = 0;     ///< by the device or on the way, overrun included
  std::uint64_t overrunFrames = 0;  ///< the part lost because processing was too slow
  double durationS = 0;             ///< of signal time since the start
  double ringFill = 0;              ///< 0..1
  bool protocolFinished = false;
  bool sourceEnded = false;
  bool recordEnded = false;         ///< by Options::stopAfterS or stopWithProtocol; nothing more is recorded
  std::vector<SinkStatus> sinks;
  std::vector<core::Fault> faults;  ///< newest last
};

/// Every method may be called from one controlling thread; status() from any. The destructor stops and keeps.
class Session {
 public:
  struct Options {
    double ringSeconds = 4;
    /// Everything on the caller's thread through runInline(): the demo and tests.
    bool threads = true;
    /// Wait instead of losing anything when processing is slower than the source (faster than real time).
    bool lossless = false;
    /// The recording ends by itself after this much signal (0 = never), cut to the frame, or with its protocol.
    double stopAfterS = 0;
    bool stopWithProtocol = false;
    /// Nobody is there to go on: set-up and ratings end at once.
    bool unattended = false;
  };

  Session(std::unique_ptr<core::SignalSource> source, core::Clock& clock);
  Session(std::unique_ptr<core::SignalSource> source, core::Clock& clock, Options options);
  ~Session();

  /// Opens the source: Idle → Idle. The format decides which channels a setup must name.
  core::Result<core::StreamFormat> open(const core::SourceConfig& config = {});
  /// Sinks that see preview and recording alike (screen, sound). Before arm().
  void addSink(std::shared_ptr<core::BlockSink> sink);
  /// Signal flows, nothing is recorded: Idle → Armed. After a stop() again, with sinks added anew: the source stayed open.
  core::Status arm(SessionSetup preview);
  /// Recording begins at the next frame, which becomes index 0: Armed → Running; from Idle, at the source's first
  /// frame. `recorders` see only the recording.
  core::Status start(SessionSetup setup, std::vector<std::shared_ptr<core::BlockSink>> recorders);
  void command(Command command);
  /// Ends the recording, drains every queue, stops the source: any → Idle (or Faulted). Safe to call again.
  core::Status stop();

  Status status() const;

  /// With Options::threads == false: reads and processes until the source ends, the protocol ends, or `seconds` of
  /// signal passed.
  core::Status runInline(double seconds);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::session
