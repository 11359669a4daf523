#include "tonus_link/packet.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tonus/core/crc32c.h"
#include "tonus_link/bytes.h"

namespace tonus::drivers::tonus_link {

namespace {
constexpr std::size_t kEventHeadBytes = 4;
constexpr std::uint64_t kMaxIndex = 1ULL << 62;  // far beyond any recording; leaves room to add

constexpr std::size_t roundUp4(std::size_t n) { return (n + 3) / 4 * 4; }

/// What a data packet of these fields must measure; 0 = the lead-off bitmap is not where it can be.
std::size_t dataBytes(const PacketHeader& h) {
  const std::size_t samplesEnd = kHeaderBytes + std::size_t{h.framesN} * h.channelsN * h.sampleBytes;
  if (h.leadOffAt == 0) return roundUp4(samplesEnd) + kCrcBytes;
  if (h.leadOffAt < samplesEnd || h.leadOffAt > roundUp4(samplesEnd)) return 0;
  return roundUp4(h.leadOffAt + roundUp4((h.channelsN + 3) / 4)) + kCrcBytes;
}

bool lengthFits(const PacketHeader& h) {
  switch (h.type) {
    case PacketType::kData:
      return h.bytes == dataBytes(h);
    case PacketType::kFormat:
      return h.framesN == 0 && h.bytes == kHeaderBytes + kFormatHeadBytes + kChannelBytes * h.channelsN + kCrcBytes;
    case PacketType::kEvent:
      return h.framesN == 0 && h.bytes % 4 == 0 && h.bytes >= kHeaderBytes + kEventHeadBytes + kCrcBytes &&
             h.bytes <= roundUp4(kHeaderBytes + kEventHeadBytes + 0xFFFF) + kCrcBytes;
  }
  return false;
}
}  // namespace

std::optional<PacketHeader> parseHeader(std::span<const std::uint8_t> bytes) {
  const std::uint8_t* p = bytes.data();
  if (!std::equal(std::begin(kMagic), std::end(kMagic), p)) return std::nullopt;
  if (p[4] != 1 || p[5] < 1 || p[5] > 3 || readLe<std::uint16_t>(p + 6) != kHeaderBytes) return std::nullopt;
  if (p[42] != 1 && p[42] != 2) return std::nullopt;
  PacketHeader h;
  h.type = static_cast<PacketType>(p[5]);
  h.bytes = readLe<std::uint32_t>(p + 8);
  h.session = readLe<std::uint32_t>(p + 12);
  h.first = readLe<std::uint64_t>(p + 16);
  h.deviceTimeNs = readLe<std::uint64_t>(p + 24);
  h.sequence = readLe<std::uint32_t>(p + 32);
  h.droppedFrames = readLe<std::uint32_t>(p + 36);
  h.channelsN = p[40] + 1U;
  h.framesN = p[41];
  h.sampleBytes = p[42] == 1 ? 3 : 4;
  h.flags = p[43];
  h.leadOffAt = readLe<std::uint16_t>(p + 44);
  if (h.first > kMaxIndex || !lengthFits(h)) return std::nullopt;
  return h;
}

bool crcMatches(std::span<const std::uint8_t> packet) {
  const std::size_t body = packet.size() - kCrcBytes;
  return core::crc32c(packet.first(body)) == readLe<std::uint32_t>(packet.data() + body);
}

std::optional<core::ChannelFormat> parseChannel(std::span<const std::uint8_t> record, std::size_t number) {
  const std::uint8_t* p = record.data();
  const double nanovoltsPerCount = readLeDouble(p);
  const unsigned bits = p[16];
  if (bits < 2 || bits > 32) return std::nullopt;
  core::ChannelFormat channel;
  channel.calibrated = p[17] == 0 && std::isfinite(nanovoltsPerCount) && nanovoltsPerCount != 0;
  channel.scaleUvPerCount = channel.calibrated ? nanovoltsPerCount / 1000 : 1.0;
  channel.offsetCounts = readLe<std::int32_t>(p + 8);
  channel.maxCount = static_cast<std::int32_t>((std::uint32_t{1} << (bits - 1)) - 1);
  channel.minCount = -channel.maxCount - 1;
  channel.label = cleanText(record.subspan(20, 16));
  if (channel.label.empty()) channel.label = "ch" + std::to_string(number + 1);
  return channel;
}

std::optional<core::StreamFormat> parseFormat(const PacketHeader& header, std::span<const std::uint8_t> packet) {
  const auto payload = packet.subspan(kHeaderBytes);
  const auto rateMilliHz = readLe<std::uint32_t>(payload.data());
  if (rateMilliHz == 0 || readLe<std::uint16_t>(payload.data() + 4) != header.channelsN) return std::nullopt;
  core::StreamFormat format;
  format.sampleRateHz = rateMilliHz / 1000.0;
  for (std::size_t c = 0; c < header.channelsN; ++c) {
    auto channel = parseChannel(payload.subspan(kFormatHeadBytes + c * kChannelBytes, kChannelBytes), c);
    if (!channel) return std::nullopt;
    format.channels.push_back(std::move(*channel));
  }
  static_assert(kMaxFrames <= core::StreamFormat{}.maxBlockFrames, "one packet is one block");
  return format;
}

std::optional<core::DeviceEvent> parseEvent(const PacketHeader& header, std::span<const std::uint8_t> packet) {
  const auto payload = packet.subspan(kHeaderBytes, packet.size() - kHeaderBytes - kCrcBytes);
  const auto code = readLe<std::uint16_t>(payload.data());
  const std::size_t textBytes = readLe<std::uint16_t>(payload.data() + 2);
  if (roundUp4(kEventHeadBytes + textBytes) != payload.size()) return std::nullopt;
  const std::string text = cleanText(payload.subspan(kEventHeadBytes, textBytes));
  const std::string kind = code == 1   ? "button"
                           : code == 2 ? "trigger"
                           : code == 3 ? "marker"
                                       : "event " + std::to_string(code);
  core::DeviceEvent event;
  event.at = {static_cast<std::int64_t>(header.first)};
  event.text = text.empty() ? kind : code == 3 ? text : kind + ": " + text;
  return event;
}

void unpackSamples(const PacketHeader& header, std::span<const std::uint8_t> packet, std::size_t skip,
                   std::span<std::int32_t> counts) {
  const std::uint8_t* p = packet.data() + kHeaderBytes + skip * header.channelsN * header.sampleBytes;
  if (header.sampleBytes == 4) {
    for (std::int32_t& count : counts) count = readLe<std::int32_t>(p), p += 4;
    return;
  }
  // The three bytes go to the top of a word, so that the shift back extends the sign.
  for (std::int32_t& count : counts) {
    const std::uint32_t top = std::uint32_t{p[0]} << 8 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 24;
    count = static_cast<std::int32_t>(top) >> 8;
    p += 3;
  }
}

std::uint64_t parseLeadOff(const PacketHeader& header, std::span<const std::uint8_t> packet) {
  if (header.leadOffAt == 0) return 0;
  std::uint64_t mask = 0;
  for (std::size_t c = 0; c < std::min<std::size_t>(header.channelsN, 64); ++c) {
    const unsigned pair = packet[header.leadOffAt + c / 4] >> (2 * (c % 4)) & 3U;
    if (pair != 0) mask |= 1ULL << c;
  }
  return mask;
}

}  // namespace tonus::drivers::tonus_link
