#include "boards.h"

#include <atomic>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <string_view>

namespace tonus::rig {

namespace {
using Reaction = SerialGadget::Reaction;
constexpr double kPacketsPerSecond = 250;
constexpr std::size_t kCytonBytes = 33, kChordsBytes = 16;

Reaction says(std::string_view text) { return {{text.begin(), text.end()}, std::nullopt}; }

std::uint8_t cytonByteAt(std::uint64_t n) {
  const std::uint64_t packet = n / kCytonBytes;
  const std::size_t at = n % kCytonBytes;
  if (at == 0) return 0xA0;
  if (at == 1) return static_cast<std::uint8_t>(packet);
  if (at == kCytonBytes - 1) return 0xC0;
  if (at >= 26) return 0;
  const auto count = static_cast<std::uint32_t>(cytonCount(packet, (at - 2) / 3));
  return static_cast<std::uint8_t>(count >> (16 - 8 * ((at - 2) % 3)));
}

std::uint8_t chordsByteAt(std::uint64_t n) {
  const std::uint64_t packet = n / kChordsBytes;
  const std::size_t at = n % kChordsBytes;
  if (at == 0) return 0xC7;
  if (at == 1) return 0x7C;
  if (at == 2) return static_cast<std::uint8_t>(packet);
  if (at == kChordsBytes - 1) return 0x01;
  return static_cast<std::uint8_t>(chordsCount(packet, (at - 3) / 2) >> (at % 2 == 1 ? 8 : 0));
}

Reaction cytonReacts(std::span<const std::uint8_t> written) {
  const std::string text(written.begin(), written.end());
  if (text == "\xF0\x07") return says("Success: System is Up$$$");
  if (text == "b") return {{}, kPacketsPerSecond * kCytonBytes};
  if (text == "s") return {{}, 0.0};
  if (text == "v")
    return says("OpenBCI V3 8-16 channel\r\nOn Board ADS1299 Device ID: 0x3E\r\nLIS3DH Device ID: 0x33\r\n"
                "Firmware: v3.1.2\r\n$$$");
  if (text == "d") return says("updating channel settings to default$$$");
  if (text == "-") return says("Success: Configured internal test signal.$$$");
  if (text.starts_with('x')) return says("Success: Channel set for " + text.substr(1, 1) + "$$$");
  return {};
}

Reaction chordsReacts(std::span<const std::uint8_t> written) {
  const std::string text(written.begin(), written.end());
  if (text == "WHORU\n") return says("UNO-R3\r\n");
  if (text == "START\n") return {{}, kPacketsPerSecond * kChordsBytes};
  if (text == "STOP\n") return {{}, 0.0};
  return says("Unknown command\r\n");
}
}  // namespace

std::int32_t cytonCount(std::uint64_t n, std::size_t channel) {
  return static_cast<std::int32_t>(n * 37 % 20'011) - 10'000 + static_cast<std::int32_t>(channel) * 1000;
}

std::int32_t chordsCount(std::uint64_t n, std::size_t channel) {
  return static_cast<std::int32_t>((n * 7 + channel * 101) % 1024);
}

void playCyton(SerialGadget& gadget) {
  gadget.stream(0, &cytonByteAt);
  gadget.onWritten(&cytonReacts);
}

void playCytonOnSkin(SerialGadget& gadget, double kOhm) {
  // The board's 31.2 Hz current through one pin at a time; `z` switches it.
  const auto loaded = std::make_shared<std::atomic<bool>>(false);
  gadget.onWritten([loaded](std::span<const std::uint8_t> written) {
    const std::string text(written.begin(), written.end());
    if (text.size() != 5 || text[0] != 'z') return cytonReacts(written);
    *loaded = text[2] == '1' || text[3] == '1';
    return says("Success: Lead off set for " + text.substr(1, 1) + "$$$");
  });
  gadget.stream(0, [loaded, kOhm](std::uint64_t n) -> std::uint8_t {
    const std::uint64_t packet = n / kCytonBytes;
    const std::size_t at = n % kCytonBytes;
    if (at < 2 || at >= 26) return cytonByteAt(n);
    const double phase = 2 * std::numbers::pi * 31.2 * static_cast<double>(packet) / kPacketsPerSecond;
    const double volts = *loaded ? (kOhm * 1000 + 2200) * 6e-9 * std::sin(phase) : 0;
    const auto count = static_cast<std::uint32_t>(std::lround(volts / 4.5 * 24 * 8388607));
    return static_cast<std::uint8_t>(count >> (16 - 8 * ((at - 2) % 3)));
  });
}

void playDongleAlone(SerialGadget& gadget) {
  gadget.onWritten([](std::span<const std::uint8_t> written) {
    const std::string text(written.begin(), written.end());
    return text == "\xF0\x07" ? says("Failure: System is Down$$$") : Reaction{};
  });
}

void playChords(SerialGadget& gadget) {
  gadget.stream(0, &chordsByteAt);
  gadget.onWritten(&chordsReacts);
}

void playSpikerBox(SerialGadget& gadget) {
  gadget.onWritten([](std::span<const std::uint8_t> written) {
    const std::string text(written.begin(), written.end());
    return text.starts_with("b:") ? says("\xFF\xFF\x01\x01\x80\xFFHWT:HBLEOSB;\xFF\xFF\x01\x01\x81\xFF") : Reaction{};
  });
  gadget.stream(20'000, [](std::uint64_t n) {
    const std::uint64_t v = 512 + n / 2 % 100;
    return static_cast<std::uint8_t>(n % 2 == 0 ? 0x80 | (v >> 7 & 7) : v & 0x7F);
  });
}

}  // namespace tonus::rig
