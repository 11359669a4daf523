#pragma once
// One opened USB device: claimed interfaces, control requests, messages out. Kernel drivers are detached from what is
// claimed and given back at the end.
//
// Used by one thread at a time; callbacks of transfers in flight may run inside every call (libusb's events are handled
// meanwhile).

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/result.h"
#include "transport/usb_context.h"

namespace tonus::drivers::transport {

/// A control request's set-up packet, as the USB specification names its fields.
struct ControlSetup {
  std::uint8_t requestType = 0;
  std::uint8_t request = 0;
  std::uint16_t value = 0;
  std::uint16_t index = 0;
};

class UsbDevice {
 public:
  /// Claims nothing yet, which does not disturb whoever has: enough for control requests.
  static core::Result<std::unique_ptr<UsbDevice>> open(const UsbContext& context, const UsbPresence& presence);
  ~UsbDevice();
  UsbDevice(const UsbDevice&) = delete;
  UsbDevice& operator=(const UsbDevice&) = delete;

  core::Status claim(int interfaceNumber);
  core::Status selectAlternate(int interfaceNumber, int alternate);
  /// An answer that is too short is a fault.
  core::Status controlIn(ControlSetup setup, std::span<std::uint8_t> data);
  core::Status controlOut(ControlSetup setup, std::span<const std::uint8_t> data = {});
  /// A message to a bulk or interrupt OUT endpoint, whole, within 1 s.
  core::Status send(std::uint8_t endpoint, bool isInterrupt, std::span<const std::uint8_t> bytes);

  const UsbContext& context() const { return context_; }
  libusb_device_handle* handle() const { return handle_; }
  const std::string& path() const { return path_; }

 private:
  UsbDevice(const UsbContext& context, libusb_device_handle* handle, std::string path);

  const UsbContext& context_;
  libusb_device_handle* handle_;
  const std::string path_;
  std::vector<int> claimed_;
  // Asked to select an alternate setting of a device that has just gone, libusb 1.0.26 unlocks a mutex it has not
  // locked, and later aborts in libusb_close(): such a handle is left open.
  bool spoilt_ = false;
};

}  // namespace tonus::drivers::transport
