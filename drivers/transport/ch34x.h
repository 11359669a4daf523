#pragma once
// WCH CH340 and CH341, the bridge of most Arduino clones. The maker publishes no requests; these are the kernel's
// (ch341.c).

#include <optional>

#include "transport/bridge.h"

namespace tonus::drivers::transport {

class Ch34x final : public Bridge {
 public:
  core::Status open(UsbDevice& device) override;
  core::Status setLine(UsbDevice& device, const LineSettings& line) override;

  /// wIndex of the baud request; none below 46 baud or above 3 M.
  static std::optional<std::uint16_t> divisorOf(std::uint32_t baud);
};

}  // namespace tonus::drivers::transport
