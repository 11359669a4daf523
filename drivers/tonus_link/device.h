#pragma once
// The control requests of Tonus Link 1.0 (docs/formats/tonus-link.md) on an open device.

#include <cstdint>
#include <string>
#include <string_view>

#include "tonus/core/result.h"
#include "tonus/core/source.h"
#include "transport/usb_device.h"

namespace tonus::drivers::tonus_link {

inline constexpr std::string_view kProductPrefix = "Tonus Link";
inline constexpr int kInterface = 0;
inline constexpr int kStreamAlternate = 1;
inline constexpr std::uint8_t kStreamEndpoint = 0x81;

struct DeviceFacts {
  std::uint32_t channelsN = 0;
  std::uint32_t rateMilliHz = 0;  ///< as it is set now
  std::uint32_t maxRateMilliHz = 0;
  bool canLeadOff = false;
  std::string firmware;
};

core::Result<DeviceFacts> readFacts(transport::UsbDevice& usb);

/// Sets rate and channels and reads back what the device will really send.
core::Result<core::StreamFormat> configure(transport::UsbDevice& usb, const core::SourceConfig& config);

/// `session` must not be 0. The data channel must be in its streaming alternate setting.
core::Status beginSession(transport::UsbDevice& usb, std::uint32_t session);
core::Status endSession(transport::UsbDevice& usb);

/// Bytes a second on the wire, generously: for the size of transfers.
double wireBytesPerSecond(const core::StreamFormat& format);

}  // namespace tonus::drivers::tonus_link
