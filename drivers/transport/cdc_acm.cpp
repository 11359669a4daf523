#include "transport/cdc_acm.h"

#include <array>

namespace tonus::drivers::transport {

namespace {
constexpr std::uint8_t kOut = 0x21;  // class request to an interface
enum Request : std::uint8_t { kSetLineCoding = 0x20, kSetControlLineState = 0x22 };
}  // namespace

core::Status CdcAcm::setLine(UsbDevice& device, const LineSettings& line) {
  const auto byte = [&](unsigned n) { return static_cast<std::uint8_t>(line.baud >> 8 * n); };
  const std::array<std::uint8_t, 7> coding{byte(0), byte(1), byte(2), byte(3), 0, 0, 8};  // 1 stop bit, no parity
  if (auto status = device.controlOut({kOut, kSetLineCoding, 0, interface_}, coding); !status) return status;
  const auto pins = static_cast<std::uint16_t>((line.dtr ? 1 : 0) | (line.rts ? 2 : 0));
  return device.controlOut({kOut, kSetControlLineState, pins, interface_});
}

}  // namespace tonus::drivers::transport
