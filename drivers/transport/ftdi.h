#pragma once
// FTDI FT232R, FT231X and relatives. Requests as in the kernel's ftdi_sio and in libftdi; divisor by FTDI's AN232B-05
// (3 MHz base, eighths).

#include "transport/bridge.h"

namespace tonus::drivers::transport {

class Ftdi final : public Bridge {
 public:
  /// `port` counts from 1 on chips with several ports, and is 0 on the others.
  Ftdi(std::uint8_t port, std::uint16_t packetBytes) : port_(port), packetBytes_(packetBytes) {}

  core::Status open(UsbDevice& device) override;
  core::Status setLine(UsbDevice& device, const LineSettings& line) override;
  Payload unwrap(std::span<std::uint8_t> transfer) override;

  /// Low 16 bits for wValue, bit 16 for wIndex.
  static std::uint32_t divisorOf(std::uint32_t baud);

 private:
  core::Status tell(UsbDevice& device, std::uint8_t request, std::uint16_t value, std::uint8_t indexHigh = 0) const;

  const std::uint8_t port_;
  const std::uint16_t packetBytes_;
};

}  // namespace tonus::drivers::transport
