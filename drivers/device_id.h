#pragma once
// The name of a plugged-in amplifier as a person writes it: "DRIVER[@usb:BUS-PORT][+OPTION…]".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tonus/core/result.h"

namespace tonus::drivers {

struct DeviceId {
  std::string driver;
  std::string path;                        ///< "1-2.4"; empty = the first there is
  std::optional<std::uint8_t> latencyMs{};  ///< "+latency=MS", 1–255: how long an FTDI chip holds bytes back
  bool testSignal = false;                 ///< "+test": the amplifier's own test signal instead of its inputs
  std::string options;                     ///< as written, "+test+latency=2"
};

/// Only how it is written; whether the device can do that is for the driver to say.
core::Result<DeviceId> parseDeviceId(std::string_view id);

}  // namespace tonus::drivers
