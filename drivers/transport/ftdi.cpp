#include "transport/ftdi.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tonus::drivers::transport {

namespace {
constexpr std::uint8_t kOut = 0x40;
enum Request : std::uint8_t { kReset = 0, kModem = 1, kFlow = 2, kBaud = 3, kData = 4, kLatency = 9 };
enum ResetWhat : std::uint16_t { kChip = 0, kPurgeIn = 1, kPurgeOut = 2 };
constexpr std::uint16_t kEightN1 = 8;
constexpr std::size_t kStatusBytes = 2;
constexpr std::uint8_t kLineErrors = 0x02 | 0x04 | 0x08;  // overrun, parity, framing

constexpr std::uint16_t pin(bool on, unsigned bit) { return static_cast<std::uint16_t>(0x100U << bit | (on ? 1U << bit : 0U)); }
}  // namespace

std::uint32_t Ftdi::divisorOf(std::uint32_t baud) {
  constexpr double kEighthsHz = 24e6;
  constexpr std::array<std::uint32_t, 8> kFractionCodes{0, 3, 2, 4, 1, 5, 6, 7};
  const auto eighths = static_cast<std::uint32_t>(
      std::clamp(std::round(kEighthsHz / std::max<std::uint32_t>(baud, 1)), 8.0, 8.0 * 0x3FFF + 7));
  // Between the three fastest rates there are no others.
  if (eighths < 10) return 0;
  if (eighths < 14) return 1;
  if (eighths < 16) return 2;
  return eighths >> 3 | kFractionCodes[eighths & 7] << 14;
}

core::Status Ftdi::tell(UsbDevice& device, std::uint8_t request, std::uint16_t value, std::uint8_t indexHigh) const {
  return device.controlOut({kOut, request, value, static_cast<std::uint16_t>(indexHigh << 8 | port_)});
}

core::Status Ftdi::open(UsbDevice& device) {
  if (auto status = tell(device, kReset, kChip); !status) return status;
  return tell(device, kFlow, 0);
}

core::Status Ftdi::setLine(UsbDevice& device, const LineSettings& line) {
  const std::uint32_t divisor = divisorOf(line.baud);
  const auto low = static_cast<std::uint16_t>(divisor & 0xFFFF);
  const auto high = static_cast<std::uint8_t>(divisor >> 16);
  // On chips with several ports the high bit shares the index with the port's number.
  const auto index = static_cast<std::uint16_t>(port_ == 0 ? high : high << 8 | port_);
  if (auto status = device.controlOut({kOut, kBaud, low, index}); !status) return status;
  if (auto status = tell(device, kData, kEightN1); !status) return status;
  if (auto status = tell(device, kLatency, line.latencyMs); !status) return status;
  if (auto status = tell(device, kModem, pin(line.dtr, 0) | pin(line.rts, 1)); !status) return status;
  if (auto status = tell(device, kReset, kPurgeIn); !status) return status;
  return tell(device, kReset, kPurgeOut);
}

Bridge::Payload Ftdi::unwrap(std::span<std::uint8_t> transfer) {
  Payload payload;
  for (std::size_t at = 0; at + kStatusBytes <= transfer.size(); at += packetBytes_) {
    if ((transfer[at + 1] & kLineErrors) != 0) ++payload.lineErrorsN;
    const auto packet = transfer.subspan(at, std::min<std::size_t>(packetBytes_, transfer.size() - at));
    const auto bytes = packet.subspan(kStatusBytes);
    std::copy(bytes.begin(), bytes.end(), transfer.begin() + static_cast<std::ptrdiff_t>(payload.bytesN));
    payload.bytesN += bytes.size();
  }
  return payload;
}

}  // namespace tonus::drivers::transport
