#pragma once
// One claimed interface of one USB device: control requests, and a stream of bulk IN transfers that are always in
// flight.
//
// Starts no thread. Everything, the callback with the bytes included, happens inside the calls made on it, which must
// come from one thread. After a failure the object can only be destroyed, which always ends.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/result.h"
#include "transport/usb_context.h"

namespace tonus::drivers::transport {

class UsbBulk {
 public:
  using OnBytes = std::function<void(std::span<const std::uint8_t>, core::SteadyTime arrival)>;

  enum class State {
    kFlowing,
    kGone,    ///< the device was unplugged
    kFailed,  ///< the endpoint kept failing; fault() says how
  };
  struct Counts {
    std::uint64_t transfersN = 0;  ///< completed, with or without bytes
    std::uint64_t bytesN = 0;
    std::uint64_t stallsN = 0;
    std::uint64_t overflowsN = 0;
    std::uint64_t errorsN = 0;
  };

  /// Opens and claims the interface; a kernel driver is detached for as long. Without one: for control requests only,
  /// which does not disturb whoever has claimed it.
  static core::Result<std::unique_ptr<UsbBulk>> open(const UsbContext& context, const UsbPresence& presence,
                                                     std::optional<int> interfaceNumber, const core::Clock& clock);
  ~UsbBulk();
  UsbBulk(const UsbBulk&) = delete;
  UsbBulk& operator=(const UsbBulk&) = delete;

  core::Status selectAlternate(int alternate);
  /// Vendor requests to the device. A read that is too short is a fault.
  core::Status controlIn(std::uint8_t request, std::uint16_t value, std::uint16_t index, std::span<std::uint8_t> data);
  core::Status controlOut(std::uint8_t request, std::uint16_t value, std::span<const std::uint8_t> data);

  /// Puts transfers in flight, each for about 5 ms of signal and at least one USB packet.
  core::Status startStream(std::uint8_t endpoint, double bytesPerSecond, OnBytes onBytes);
  /// Handles what has arrived and waits for more until `deadline` at most; returns early once bytes were handed over.
  State pump(core::SteadyTime deadline);
  /// Cancels what is in flight and waits for it, 1 s at most. May be called again.
  void stopStream();

  const Counts& counts() const { return counts_; }
  const core::Fault& fault() const { return fault_; }

 private:
  struct Slot {
    UsbBulk* owner = nullptr;
    libusb_transfer* transfer = nullptr;
    std::vector<std::uint8_t> buffer;
    bool flying = false;
  };

  UsbBulk(const UsbContext& context, libusb_device_handle* handle, const core::Clock& clock);
  static void LIBUSB_CALL completed(libusb_transfer* transfer);
  void onCompleted(Slot& slot);
  void submit(Slot& slot);
  void retry(core::SteadyTime now);
  void cancelAll();
  void handleEvents(std::chrono::nanoseconds wait);
  std::size_t flyingN() const;

  const UsbContext& context_;
  libusb_device_handle* handle_;
  int interface_ = -1;  // claimed
  const core::Clock& clock_;
  std::uint8_t endpoint_ = 0;
  OnBytes onBytes_;
  std::vector<std::unique_ptr<Slot>> slots_;
  State state_ = State::kFlowing;
  core::Fault fault_;
  Counts counts_;
  // Asked to select an alternate setting of a device that has just gone, libusb 1.0.26 unlocks a mutex it has not
  // locked, and later aborts in libusb_close(): such a handle is left open.
  bool spoilt_ = false;
  bool streaming_ = false;
  bool gotBytes_ = false;
  bool halted_ = false;
  bool retryDue_ = false;  // some slot waits to be submitted again
  core::SteadyTime retryAt_{};
  int retriesInRow_ = 0;  // without a byte in between
};

}  // namespace tonus::drivers::transport
