#pragma once
// A device as a stream of bytes in and messages out, whatever chip carries them: what a serial line, a HID interface and
// a vendor's bulk pipe have in common.
//
// Starts no thread. Everything, the callback with the bytes included, happens inside the calls made on it, which must
// come from one thread at a time. Destroying it always ends, and gives the device back to the system's own driver.

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>

#include "tonus/core/clock.h"
#include "tonus/core/result.h"

namespace tonus::drivers::transport {

/// A serial line: always 8 data bits, no parity, 1 stop bit, no flow control. Ignored where there is no line.
struct LineSettings {
  std::uint32_t baud = 115'200;
  bool dtr = true;  ///< raising it resets Arduino boards
  bool rts = true;
  /// FTDI: received bytes wait that long for company, 1 to 255. More than 1 ms makes signal arrive in bursts.
  std::uint8_t latencyMs = 1;

  friend bool operator==(const LineSettings&, const LineSettings&) = default;
};

class BytePort {
 public:
  /// `bytes` are payload only: no status bytes of a bridge chip. A HID report comes whole, one a call.
  using OnBytes = std::function<void(std::span<const std::uint8_t> bytes, core::SteadyTime arrival)>;

  enum class State {
    kFlowing,
    kGone,    ///< unplugged
    kFailed,  ///< kept failing; fault() says how
  };
  struct Counts {
    std::uint64_t transfersN = 0;  ///< completed, with or without payload
    std::uint64_t bytesN = 0;      ///< payload
    std::uint64_t stallsN = 0;
    std::uint64_t overflowsN = 0;
    std::uint64_t errorsN = 0;
    std::uint64_t lineErrorsN = 0;  ///< the bridge chip said that bytes were lost or damaged on the line
  };

  virtual ~BytePort() = default;

  /// May be called while reading; what was received before is dropped by the chip where it can.
  virtual core::Status setLine(const LineSettings& line) = 0;
  /// Puts transfers in flight, each for about 5 ms of signal. May be called again after stopReading().
  virtual core::Status startReading(double bytesPerSecond, OnBytes onBytes) = 0;
  /// All of `bytes` or a fault, within 1 s. On HID: one report, its id first.
  virtual core::Status write(std::span<const std::uint8_t> bytes) = 0;
  /// Handles what has arrived and waits for more until `deadline` at most; returns early once payload was handed over.
  virtual State pump(core::SteadyTime deadline) = 0;
  /// Cancels what is in flight and waits for it, 1 s at most; nothing is handed over from here on. May be called at any
  /// time and again.
  virtual void stopReading() = 0;

  virtual Counts counts() const = 0;
  virtual const core::Fault& fault() const = 0;
};

}  // namespace tonus::drivers::transport
