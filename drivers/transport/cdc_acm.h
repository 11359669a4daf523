#pragma once
// CDC-ACM (USB class 02/02): microcontrollers with USB of their own, and Arduino's 16U2. Requests of the PSTN120
// specification.

#include "transport/bridge.h"

namespace tonus::drivers::transport {

class CdcAcm final : public Bridge {
 public:
  /// Number of the communication interface.
  explicit CdcAcm(int interfaceNumber) : interface_(static_cast<std::uint16_t>(interfaceNumber)) {}

  core::Status open(UsbDevice& /*device*/) override { return {}; }
  core::Status setLine(UsbDevice& device, const LineSettings& line) override;

 private:
  const std::uint16_t interface_;
};

}  // namespace tonus::drivers::transport
