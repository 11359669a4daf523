#pragma once
// Silicon Labs CP2102 to CP2108. Requests of AN571.

#include "transport/bridge.h"

namespace tonus::drivers::transport {

class Cp210x final : public Bridge {
 public:
  explicit Cp210x(int interfaceNumber) : interface_(static_cast<std::uint16_t>(interfaceNumber)) {}

  core::Status open(UsbDevice& device) override;
  core::Status setLine(UsbDevice& device, const LineSettings& line) override;
  void close(UsbDevice& device) override;

 private:
  core::Status tell(UsbDevice& device, std::uint8_t request, std::uint16_t value,
                    std::span<const std::uint8_t> data = {}) const;

  const std::uint16_t interface_;
};

}  // namespace tonus::drivers::transport
