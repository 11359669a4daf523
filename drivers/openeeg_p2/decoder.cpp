#include "openeeg_p2/decoder.h"

#include <string>

#include "wire/big_endian.h"

namespace tonus::drivers::openeeg_p2 {

namespace {
constexpr std::size_t kHeadBytes = 4;
constexpr std::size_t kSwitchesAt = kHeadBytes + 2 * kChannels;

bool couldBe(wire::Bytes start, std::size_t /*packetBytes*/) {
  constexpr std::uint8_t kSync[] = {0xA5, 0x5A, 0x02};
  for (std::size_t i = 0; i < start.size() && i < sizeof kSync; ++i)
    if (start[i] != kSync[i]) return false;
  // A 10-bit converter leaves the upper six bits of each count 0.
  for (std::size_t at = kHeadBytes; at < start.size() && at < kSwitchesAt; at += 2)
    if (start[at] > 3) return false;
  return true;
}

constexpr wire::PacketShape kShape{
    .bytes = kSwitchesAt + 1,
    .headBytes = kHeadBytes,
    .counterModulus = 256,
    .confirmations = 1,
    .openEnded = true,
    .couldBe = couldBe,
    .counter = [](wire::Bytes head) -> unsigned { return head[3]; },
    .checksumFits = nullptr,
};

core::StreamFormat makeFormat(double sampleRateHz) {
  core::ChannelFormat channel;
  channel.calibrated = false;
  channel.scaleUvPerCount = 1;
  channel.offsetCounts = 512;
  channel.maxCount = 1023;
  return wire::alike(sampleRateHz, kChannels, channel);
}
}  // namespace

const wire::PacketShape& packetShape() { return kShape; }

Decoder::Decoder(wire::KeepCounters keep, double sampleRateHz)
    : PacketDecoder(kShape, makeFormat(sampleRateHz), keep) {}

void Decoder::unpack(wire::Bytes packet, std::span<std::int32_t> counts) {
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c] = wire::readU16(packet.data() + kHeadBytes + 2 * c);
}

void Decoder::noteEvents(wire::Bytes packet) {
  const auto now = static_cast<std::uint8_t>(packet[kSwitchesAt] & 0x0F);
  const std::uint8_t before = switches_.value_or(now);
  switches_ = now;
  for (int i = 0; i < 4; ++i)
    if (((now ^ before) >> i & 1) != 0)
      frames().addEvent("switch " + std::to_string(i + 1) + ((now >> i & 1) != 0 ? " on" : " off"));
}

}  // namespace tonus::drivers::openeeg_p2
