#pragma once
// The bytes a device sends on one bulk or interrupt IN endpoint: transfers that are always in flight, errors that are
// retried a bounded number of times, and an end that always comes. Every transport reads through this.
//
// Starts no thread. Everything, the callback with the bytes included, happens inside the calls made on it and on its
// UsbDevice, which must come from one thread. After a failure it can only be destroyed or started again.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/result.h"
#include "transport/byte_port.h"
#include "transport/usb_device.h"

namespace tonus::drivers::transport {

class UsbStream {
 public:
  using State = BytePort::State;
  using Counts = BytePort::Counts;
  /// One transfer, changeable in place; says how much of it was payload. Idle chatter of a bridge chip is none.
  using OnTransfer = std::function<std::size_t(std::span<std::uint8_t>, core::SteadyTime arrival)>;

  struct Endpoint {
    std::uint8_t address = 0;
    bool isInterrupt = false;  ///< then each transfer is one packet: a report
  };

  UsbStream(UsbDevice& device, const core::Clock& clock) : device_(device), clock_(clock) {}
  ~UsbStream();
  UsbStream(const UsbStream&) = delete;
  UsbStream& operator=(const UsbStream&) = delete;

  /// Puts transfers in flight, each for about 5 ms of signal and at least one USB packet.
  core::Status start(Endpoint endpoint, double bytesPerSecond, OnTransfer onTransfer);
  /// Handles what has arrived and waits for more until `deadline` at most; returns early once there was payload.
  State pump(core::SteadyTime deadline);
  /// Cancels what is in flight and waits for it, 1 s at most; nothing is handed over from here on. May be called again.
  void stop();

  State state() const { return state_; }
  const Counts& counts() const { return counts_; }
  const core::Fault& fault() const { return fault_; }

 private:
  struct Slot {
    UsbStream* owner = nullptr;
    libusb_transfer* transfer = nullptr;
    std::vector<std::uint8_t> buffer;
    bool flying = false;
  };

  core::Status fillSlots(std::size_t bytes);
  static void LIBUSB_CALL completed(libusb_transfer* transfer);
  void onCompleted(Slot& slot);
  void onFailed(libusb_transfer_status status);
  void submit(Slot& slot);
  void retry(core::SteadyTime now);
  void cancelAll();
  void handleEvents(std::chrono::nanoseconds wait);
  std::size_t flyingN() const;

  UsbDevice& device_;
  const core::Clock& clock_;
  Endpoint endpoint_;
  OnTransfer onTransfer_;
  std::vector<std::unique_ptr<Slot>> slots_;
  State state_ = State::kFlowing;
  core::Fault fault_;
  Counts counts_;
  bool streaming_ = false;
  bool gotPayload_ = false;
  bool halted_ = false;
  bool retryDue_ = false;  // some slot waits to be submitted again
  core::SteadyTime retryAt_{};
  int retriesInRow_ = 0;  // without a byte in between
};

}  // namespace tonus::drivers::transport
