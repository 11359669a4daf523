#include "bitalino/decoder.h"

#include <algorithm>
#include <array>
#include <string>

namespace tonus::drivers::bitalino {

namespace {
constexpr double kSupplyVolts = 3.3;
constexpr double kEmgSensorGain = 1009;

// A frame has no start mark: only CRC and sequence tell it, so three must agree before one is believed.
wire::PacketShape shapeFor(std::uint32_t channelsN) {
  return {.bytes = frameBytes(channelsN),
          .headBytes = frameBytes(channelsN),
          .counterModulus = 16,
          .confirmations = 3,
          .openEnded = false,
          .couldBe = [](wire::Bytes, std::size_t) { return true; },
          .counter = [](wire::Bytes frame) -> unsigned { return frame.back() >> 4; },
          .checksumFits = crcFits};
}

core::StreamFormat makeFormat(std::uint32_t channelsN, double sampleRateHz) {
  core::StreamFormat format = wire::alike(sampleRateHz, channelsN, {});
  for (std::uint32_t c = 0; c < channelsN; ++c) {
    core::ChannelFormat& channel = format.channels[c];
    const std::int32_t fullScale = c < 4 ? 1024 : 64;
    channel.label = std::string{'A', static_cast<char>('1' + c)};
    channel.scaleUvPerCount = kSupplyVolts * 1e6 / kEmgSensorGain / fullScale;
    channel.offsetCounts = fullScale / 2;
    channel.maxCount = fullScale - 1;
  }
  return format;
}
}  // namespace

std::size_t frameBytes(std::uint32_t channelsN) { return channelsN + (channelsN >= 3 && channelsN <= 5 ? 3U : 2U); }

bool crcFits(wire::Bytes frame) {
  constexpr std::array<std::uint8_t, 16> kStep{0, 3, 6, 5, 12, 15, 10, 9, 11, 8, 13, 14, 7, 4, 1, 2};
  unsigned crc = 0;
  for (const std::uint8_t byte : frame.first(frame.size() - 1)) {
    crc = kStep[crc] ^ (byte >> 4U);
    crc = kStep[crc] ^ (byte & 0x0FU);
  }
  crc = kStep[crc] ^ (frame.back() >> 4U);
  return kStep[crc] == (frame.back() & 0x0F);
}

Decoder::Decoder(wire::KeepCounters keep, std::uint32_t channelsN, double sampleRateHz)
    : PacketDecoder(shapeFor(channelsN), makeFormat(channelsN, sampleRateHz), keep) {}

void Decoder::unpack(wire::Bytes packet, std::span<std::int32_t> counts) {
  const auto fromEnd = [&](std::size_t n) -> std::int32_t { return packet[packet.size() - n]; };
  for (std::size_t c = 0; c < counts.size(); ++c) {
    switch (c) {
      case 0: counts[c] = (fromEnd(2) & 0x0F) << 6 | fromEnd(3) >> 2; break;
      case 1: counts[c] = (fromEnd(3) & 0x03) << 8 | fromEnd(4); break;
      case 2: counts[c] = fromEnd(5) << 2 | fromEnd(6) >> 6; break;
      case 3: counts[c] = (fromEnd(6) & 0x3F) << 4 | fromEnd(7) >> 4; break;
      case 4: counts[c] = (fromEnd(7) & 0x0F) << 2 | fromEnd(8) >> 6; break;
      default: counts[c] = fromEnd(8) & 0x3F;
    }
  }
}

void Decoder::noteEvents(wire::Bytes packet) {
  constexpr std::array<std::array<const char*, 2>, 4> kTexts{
      {{"O2 off", "O2 on"}, {"O1 off", "O1 on"}, {"I2 off", "I2 on"}, {"I1 off", "I1 on"}}};
  const unsigned now = packet[packet.size() - 2] >> 4U;
  const unsigned before = digital_.value_or(now);
  digital_ = now;
  for (unsigned i = 0; i < kTexts.size(); ++i)
    if (((now ^ before) >> i & 1U) != 0) frames().addEvent(kTexts[i][now >> i & 1U]);
}

}  // namespace tonus::drivers::bitalino
