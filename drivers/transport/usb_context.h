#pragma once
// libusb itself: one context, the devices that are plugged in, and its errors in words.

#include <libusb.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/result.h"
#include "tonus/drivers/registry.h"

namespace tonus::drivers::transport {

/// Owns a libusb context. One thread at a time handles its events.
class UsbContext {
 public:
  UsbContext();
  ~UsbContext();
  UsbContext(const UsbContext&) = delete;
  UsbContext& operator=(const UsbContext&) = delete;

  /// Null where libusb could not start (no USB on this machine).
  libusb_context* get() const { return context_; }

 private:
  libusb_context* context_ = nullptr;
};

/// A device that is plugged in. Opened for a moment to read its names.
struct UsbPresence {
  std::shared_ptr<libusb_device> device;
  UsbId id;
  std::string path;  ///< "1-2.4": bus and ports, the same after a re-plug into the same socket
  std::string product;
  std::string serial;
  std::optional<core::Fault> fault;  ///< why the names could not be read
};

/// Devices with one of `ids`, in the order of the bus.
std::vector<UsbPresence> listPresent(const UsbContext& context, std::span<const UsbId> ids);

/// The device in that socket, whatever it is; empty = none.
std::vector<UsbPresence> listAt(const UsbContext& context, const std::string& path);

/// `doing` completes "… failed": "Opening the amplifier at 1-2".
core::Fault usbFault(int libusbError, const std::string& doing);

}  // namespace tonus::drivers::transport
