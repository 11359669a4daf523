#include "transport/cp210x.h"

#include <array>

namespace tonus::drivers::transport {

namespace {
constexpr std::uint8_t kOut = 0x41;  // vendor request to an interface
enum Request : std::uint8_t {
  kIfcEnable = 0x00,
  kSetLineCtl = 0x03,
  kSetMhs = 0x07,
  kPurge = 0x12,
  kSetFlow = 0x13,
  kSetBaudrate = 0x1E
};
constexpr std::uint16_t kEightN1 = 0x0800;
constexpr std::uint16_t kAllQueues = 0x000F;
constexpr std::uint16_t kMaskDtrRts = 0x0300;
}  // namespace

core::Status Cp210x::tell(UsbDevice& device, std::uint8_t request, std::uint16_t value,
                          std::span<const std::uint8_t> data) const {
  return device.controlOut({kOut, request, value, interface_}, data);
}

core::Status Cp210x::open(UsbDevice& device) {
  if (auto status = tell(device, kIfcEnable, 1); !status) return status;
  return tell(device, kSetLineCtl, kEightN1);
}

core::Status Cp210x::setLine(UsbDevice& device, const LineSettings& line) {
  const auto byte = [&](unsigned n) { return static_cast<std::uint8_t>(line.baud >> 8 * n); };
  const std::array<std::uint8_t, 4> baud{byte(0), byte(1), byte(2), byte(3)};
  if (auto status = tell(device, kSetBaudrate, 0, baud); !status) return status;
  // DTR and RTS are levels held by us, no handshake.
  std::array<std::uint8_t, 16> flow{};
  flow[0] = line.dtr ? 0x01 : 0;
  flow[4] = line.rts ? 0x40 : 0;
  if (auto status = tell(device, kSetFlow, 0, flow); !status) return status;
  const auto pins = static_cast<std::uint16_t>(kMaskDtrRts | (line.dtr ? 1 : 0) | (line.rts ? 2 : 0));
  if (auto status = tell(device, kSetMhs, pins); !status) return status;
  return tell(device, kPurge, kAllQueues);
}

void Cp210x::close(UsbDevice& device) {
  const auto ignored = tell(device, kIfcEnable, 0);
  (void)ignored;
}

}  // namespace tonus::drivers::transport
