#pragma once
// A device behind a bridge chip (or HID, or a plain bulk pipe) for a MockUsbDevice: descriptors of that chip, its own
// bytes around the payload, and a stream that the test makes. All methods from any thread.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mock_usb_device.h"

namespace tonus::rig {

enum class Chip { kFtdi, kFtdiDual, kCdcAcm, kCdcComposite, kCp210x, kCh34x, kHid, kBulk };

struct SerialGadgetConfig {
  Chip chip = Chip::kFtdi;
  std::uint16_t vendor = 0x0403, product = 0x6015;
  std::string productName = "FT231X USB UART";
  std::string serial = "DM00TEST";
  std::string port = "1-1";
};

/// Ids as sold.
SerialGadgetConfig configOf(Chip chip);

class SerialGadget {
 public:
  using Bytes = std::vector<std::uint8_t>;

  explicit SerialGadget(SerialGadgetConfig config) : config_(std::move(config)) {}

  UsbDescription description() const;
  MockUsbDevice::Behaviour behaviour();

  /// To be sent to the host, as payload; HID: reports.
  void say(std::span<const std::uint8_t> payload);
  /// What one message of the host makes the device do.
  struct Reaction {
    Bytes said;
    std::optional<double> bytesPerSecond;  ///< its stream from now on, from its first byte; 0 = no more
  };

  /// A byte stream at this many a second from now on, made by `byteAt` (number since the start); 0 = no more.
  void stream(double bytesPerSecond, std::function<std::uint8_t(std::uint64_t)> byteAt);
  /// Called with each message that the host writes, the gadget's lock held.
  void onWritten(std::function<Reaction(std::span<const std::uint8_t>)> react);
  void inject(std::deque<MockUsbDevice::InResult> results);
  void failForEver(int status);
  /// The next packet's line status reports a lost byte (FTDI).
  void reportOverrun();
  /// The device cannot be heard: status packets of the chip go on.
  void setSilent(bool silent);

  Bytes written() const;
  std::uint64_t saidN() const;  ///< payload bytes handed to transfers
  bool allSaid() const;         ///< nothing is left that could be sent now
  int startsN() const;          ///< times the stream began

 private:
  std::optional<MockUsbDevice::InResult> onIn(std::size_t maxBytes);
  void makeDueBytes();
  void setRate(double bytesPerSecond);
  Bytes takePacketwise(std::size_t maxBytes);

  mutable std::mutex mutex_;  // guards everything below
  SerialGadgetConfig config_;
  std::deque<std::uint8_t> queue_;
  std::function<std::uint8_t(std::uint64_t)> byteAt_;
  std::function<Reaction(std::span<const std::uint8_t>)> react_;
  double bytesPerSecond_ = 0;
  std::chrono::steady_clock::time_point streamBegan_{}, lastStatus_{};
  std::uint64_t madeN_ = 0, saidN_ = 0;
  int startsN_ = 0;
  bool silent_ = false, overrun_ = false;
  int failStatus_ = 0;
  Bytes written_;
  std::deque<MockUsbDevice::InResult> injected_;
};

}  // namespace tonus::rig
