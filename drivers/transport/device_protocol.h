#pragma once
// How one kind of device is recognised, set up, started and stopped, as a state machine over bytes. Pure: no I/O, no
// clock, no thread; so a test plays the device with two vectors of bytes and any passing of time.
//
//   begin(task) → advance({}, 0) → … advance(bytes | none, time) … → an outcome other than kBusy
//
// What advance() returns is done in this order: line, write, then wait for bytes or for `wakeIn`, whichever is first.
// Commands that could reprogram or damage a device have no place here.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/decoder.h"
#include "tonus/core/result.h"
#include "tonus/core/source.h"
#include "tonus/drivers/impedance.h"
#include "transport/byte_port.h"

namespace tonus::drivers::transport {

enum class Task {
  kIdentify,   ///< from whatever state it is in, streaming after a crash included. Done: identity() holds
  kConfigure,  ///< rate and channels as in the config. Done: format() holds, makeDecoder() may be called
  kStart,      ///< done when it was told to send; what arrives after that belongs to the decoder
  kStop,       ///< done when it is quiet, or as quiet as it gets
  kImpedance,  ///< every channel, one after another if need be. Done: impedances() holds; configure again before a start
};

/// What is to be done for the protocol, and how far it is.
struct Turn {
  enum class Outcome {
    kBusy,
    kDone,
    kNotMine,  ///< kIdentify only: another kind of device, or none
    kFailed,   ///< it is the right device and cannot do this now: `fault`
  };
  Outcome outcome = Outcome::kBusy;
  std::optional<LineSettings> line;       ///< set first
  std::vector<std::uint8_t> write;        ///< then sent at once, in one piece (HID: one report)
  std::chrono::milliseconds wakeIn{100};  ///< kBusy: call again after this, or as soon as bytes came
  std::string waitingFor;                 ///< kBusy, for people: "the board to start after its reset (2 s)"
  double progress = 0;                    ///< 0…1, of a task that takes long
  core::Fault fault;                      ///< kFailed
};

/// A way to hear a device that speaks unasked.
struct Listening {
  LineSettings line;
  std::chrono::milliseconds time{300};  ///< after the line was set
  bool afterReset = false;              ///< raising DTR resets it: 2 s more before it can be heard
};

struct Identity {
  std::string model;     ///< "OpenBCI Cyton + Daisy"
  std::string serial;    ///< by the protocol; empty = what USB says, if it says anything
  std::string firmware;  ///< empty = not told
  std::uint32_t channelsN = 0;
  double sampleRateHz = 0;
  std::string remark;  ///< one sentence that belongs to the record: at each start it becomes an event; empty = none
};

using Impedance = drivers::Impedance;

struct Elapsed {
  std::chrono::nanoseconds sinceBegin{};  ///< since begin()
  std::chrono::nanoseconds sinceReset{};  ///< since the port was opened and DTR raised: an Arduino needs 2 s
};

class DeviceProtocol {
 public:
  virtual ~DeviceProtocol() = default;

  /// Where the device may be heard without a word from us; empty = it never speaks first. Tonus listens for every
  /// candidate before it asks the first.
  virtual std::vector<Listening> listenings() const { return {}; }
  /// Whether bytes heard on one of those lines, starting anywhere, can only be this device. Strict: on the wrong baud
  /// rate other devices' streams look like noise.
  virtual bool recognises(std::span<const std::uint8_t> /*heard*/) const { return false; }

  /// From the next start on: the device's own test signal instead of its inputs, which every stop gives back. Only for
  /// drivers whose capabilities have a self-test.
  virtual void useTestSignal() {}
  /// Whether `asked`, which answered "not mine" for the device that is on the line, heard enough to know that it is this
  /// one: it need not be asked again. Identity holds then.
  virtual bool knowsFrom(const DeviceProtocol& /*asked*/) { return false; }

  /// Leaves any task that was going on. `config` is for kConfigure.
  virtual void begin(Task task, const core::SourceConfig& config) = 0;
  /// `received`: since the last call, may be cut anywhere (HID: whole reports). Called soon after begin(), and then at
  /// the latest when `wakeIn` is over. Must reach an outcome in bounded time whatever the device does.
  virtual Turn advance(std::span<const std::uint8_t> received, Elapsed elapsed) = 0;

  virtual Identity identity() const = 0;
  virtual core::StreamFormat format() const = 0;
  /// For the stream that format() describes. The decoder knows its format from the start.
  virtual std::unique_ptr<core::Decoder> makeDecoder() const = 0;
  /// On the wire while streaming, generously: for the size of transfers.
  virtual double bytesPerSecond() const = 0;
  /// No frame for this long while streaming: it is started anew.
  virtual std::chrono::milliseconds silenceLimit() const { return std::chrono::seconds(1); }
  virtual std::vector<Impedance> impedances() const { return {}; }
};

}  // namespace tonus::drivers::transport
