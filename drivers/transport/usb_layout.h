#pragma once
// Where a device's bytes come and go, read from its descriptors: never assumed.

#include <cstdint>
#include <optional>
#include <vector>

#include "transport/usb_context.h"

namespace tonus::drivers::transport {

struct UsbLayout {
  std::vector<int> interfaces;        ///< to be claimed, the one for control requests first
  std::uint8_t in = 0;                ///< endpoint addresses
  std::uint8_t out = 0;               ///< 0 = the device takes no messages
  std::uint16_t inPacketBytes = 0;
  std::uint16_t outPacketBytes = 0;
  bool isInterrupt = false;  ///< both endpoints; else bulk
};

/// The first vendor-class interface with a bulk IN endpoint: bridge chips, and vendors' own pipes.
std::optional<UsbLayout> findVendorBulk(libusb_device* device);
/// The first HID interface with an interrupt IN endpoint.
std::optional<UsbLayout> findHid(libusb_device* device);
/// CDC-ACM: a communication interface and the data interface it names. Others of a composite device are left alone.
std::optional<UsbLayout> findCdcAcm(libusb_device* device);

}  // namespace tonus::drivers::transport
