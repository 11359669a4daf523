#include "transport/ch34x.h"

#include <array>

namespace tonus::drivers::transport {

namespace {
constexpr std::uint8_t kOut = 0x40;
constexpr std::uint8_t kIn = 0xC0;
enum Request : std::uint8_t { kVersion = 0x5F, kInit = 0xA1, kWriteRegisters = 0x9A, kModem = 0xA4 };
constexpr std::uint16_t kDivisorRegisters = 0x1312;  // two registers a request
constexpr std::uint16_t kLineRegisters = 0x2518;
constexpr std::uint16_t kEightN1 = 0x00C3;      // receiver and transmitter on, 8 bits
constexpr std::uint16_t kSendAtOnce = 0x0080;   // else the chip waits for 32 bytes
constexpr std::uint16_t kDtr = 0x20, kRts = 0x40;  // active low
constexpr std::int64_t kClockHz = 48'000'000;

constexpr std::int64_t clockDivider(int prescaler, int factor) { return 1LL << (12 - 3 * prescaler - factor); }
}  // namespace

/// baud = 48 MHz / (2^(12 - 3·prescaler - factor) · divisor).
std::optional<std::uint16_t> Ch34x::divisorOf(std::uint32_t baud) {
  if (baud < 46 || baud > 3'000'000) return std::nullopt;
  // The fastest clock whose divisor stays below 512.
  int prescaler = 3, factor = 1;
  while (prescaler > 0 && baud <= kClockHz / (clockDivider(prescaler, 1) * 512)) --prescaler;
  std::int64_t clock = clockDivider(prescaler, factor);
  std::int64_t divisor = kClockHz / (clock * baud);
  if (divisor < 9 || divisor > 255) {
    divisor /= 2;
    clock *= 2;
    factor = 0;
  }
  if (divisor < 2) return std::nullopt;
  // The next divisor where its rate is nearer; sixteenths against rounding at low rates.
  const std::int64_t wanted = 16LL * baud;
  if (16 * kClockHz / (clock * divisor) - wanted >= wanted - 16 * kClockHz / (clock * (divisor + 1))) ++divisor;
  // The slower clock receives with more tolerance.
  if (factor == 1 && divisor % 2 == 0) {
    divisor /= 2;
    factor = 0;
  }
  return static_cast<std::uint16_t>((0x100 - divisor) << 8 | factor << 2 | prescaler | kSendAtOnce);
}

core::Status Ch34x::open(UsbDevice& device) {
  std::array<std::uint8_t, 2> version{};
  if (auto status = device.controlIn({kIn, kVersion, 0, 0}, version); !status) return status;
  return device.controlOut({kOut, kInit, 0, 0});
}

core::Status Ch34x::setLine(UsbDevice& device, const LineSettings& line) {
  const auto divisor = divisorOf(line.baud);
  if (!divisor)
    return core::Fault{core::FaultCode::kUnsupported,
                       "The CH340 chip cannot talk at " + std::to_string(line.baud) + " baud.", "Choose another device."};
  if (auto status = device.controlOut({kOut, kWriteRegisters, kDivisorRegisters, *divisor}); !status) return status;
  if (auto status = device.controlOut({kOut, kWriteRegisters, kLineRegisters, kEightN1}); !status) return status;
  const auto pins = static_cast<std::uint16_t>(0xFFFF & ~((line.dtr ? kDtr : 0) | (line.rts ? kRts : 0)));
  return device.controlOut({kOut, kModem, pins, 0});
}

}  // namespace tonus::drivers::transport
