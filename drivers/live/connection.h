#pragma once
// One plugged-in device from opening to closing, as a state machine driven by pump(): set up, start, stream. What it is
// set up with and how it is asked differs from device to device; plugging, pulling and the session's timeline do not
// (live/source.h).
//
// Starts no thread; all calls from one thread at a time. Destroying it always ends.

#include <chrono>
#include <optional>
#include <string>

#include "tonus/core/decoder.h"
#include "tonus/core/result.h"
#include "tonus/core/source.h"
#include "tonus/drivers/rate_memory.h"
#include "tonus/drivers/impedance.h"
#include "transport/byte_port.h"

namespace tonus::drivers::live {

class Connection {
 public:
  /// Called inside pump(), for each block as soon as it is complete; `arrival` is set, the index is the device's own.
  using OnBlock = core::Decoder::OnBlock;

  enum class State {
    kBusy,     ///< being set up or started: waitingFor() says what it takes
    kReady,    ///< set up: format() holds
    kFlowing,  ///< started
    kGone,     ///< unplugged
    kFailed,   ///< fault() says how; may be started again once
  };

  virtual ~Connection() = default;

  /// From any state the device is in. Then pump() until it is ready.
  virtual void configure(const core::SourceConfig& config) = 0;
  /// When ready. Then pump() until it flows; blocks come from then on.
  virtual void start(OnBlock onBlock) = 0;
  /// Handles what has arrived and waits for more until `deadline` at most; returns early when there is news.
  virtual State pump(core::SteadyTime deadline) = 0;
  /// As well as the device can be stopped; bounded. Ready again afterwards, unless gone.
  virtual void stop() = 0;

  virtual State state() const = 0;
  virtual const core::StreamFormat& format() const = 0;
  virtual const core::Fault& fault() const = 0;
  /// For people, while busy: "the board to start after its reset (2 s)". Empty = nothing that takes long.
  virtual std::string waitingFor() const { return {}; }
  /// Of the task going on, 0…1.
  virtual double progress() const { return 0; }
  /// When ready. Then pump() until it is ready again: impedances() holds. It is configured anew before a start, and after
  /// a measurement that was left early. False: it cannot.
  virtual bool measureImpedance() { return false; }
  virtual std::vector<Impedance> impedances() const { return {}; }
  /// What it is, where the device told more than its USB names.
  virtual std::string model() const { return {}; }
  /// Without a frame for this long it is started anew.
  virtual std::chrono::nanoseconds silenceLimit() const = 0;
  /// The stream itself says that the device was set otherwise than format().
  virtual bool formatChanged() const { return false; }

  /// By the host's clock, of the stream that is on, after 10 s of it; nothing where unseen losses would pass for slowness.
  virtual std::optional<MeasuredRate> measuredRate() const { return std::nullopt; }
  /// When ready: the rate that this very device was found to have before. format() says it from now on, unless it is too
  /// far from the promised one to be that.
  virtual void assumeRate(double /*sampleRateHz*/) {}

  virtual std::vector<std::string> takeMessages() = 0;
  virtual core::DecoderCounts counts() const = 0;
  virtual transport::BytePort::Counts usbCounts() const = 0;
};

/// Labels may differ, what the numbers mean may not.
bool meansTheSame(const core::StreamFormat& a, const core::StreamFormat& b);

}  // namespace tonus::drivers::live
