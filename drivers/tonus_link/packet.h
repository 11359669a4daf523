#pragma once
// The bytes of Tonus Link 1.0 (docs/formats/tonus-link.md): what a packet looks like, without any state.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "tonus/core/block.h"

namespace tonus::drivers::tonus_link {

inline constexpr std::size_t kHeaderBytes = 56;
inline constexpr std::size_t kCrcBytes = 4;
inline constexpr std::size_t kChannelBytes = 40;
inline constexpr std::size_t kFormatHeadBytes = 8;
inline constexpr std::size_t kMaxChannels = 256;
inline constexpr std::size_t kMaxFrames = 255;
/// 256 channels × 255 frames of 4 bytes with a lead-off bitmap: no packet is longer.
inline constexpr std::size_t kMaxPacketBytes =
    kHeaderBytes + kMaxChannels * kMaxFrames * 4 + kMaxChannels / 4 + kCrcBytes;
inline constexpr std::uint8_t kMagic[4] = {'T', 'O', 'N', '1'};

enum class PacketType : std::uint8_t { kData = 1, kEvent = 2, kFormat = 3 };

enum PacketFlag : std::uint8_t { kOverflow = 1, kTestSignal = 2, kFormatChanged = 4, kTrigger = 8 };

struct PacketHeader {
  PacketType type = PacketType::kData;
  std::uint32_t bytes = 0;  ///< of the whole packet, header and CRC included
  std::uint32_t session = 0;
  std::uint64_t first = 0;         ///< frame index
  std::uint64_t deviceTimeNs = 0;  ///< of `first`
  std::uint32_t sequence = 0;
  std::uint32_t droppedFrames = 0;  ///< inside the device, since START
  std::uint32_t channelsN = 0;
  std::uint32_t framesN = 0;
  std::uint32_t sampleBytes = 0;  ///< 3 or 4
  std::uint8_t flags = 0;         ///< of PacketFlag
  std::uint32_t leadOffAt = 0;    ///< from the start of the packet, 0 = none
};

/// `bytes` holds at least kHeaderBytes and starts with the magic. Nothing: this cannot be the start of a packet (a
/// field is out of range, or the length is not what the other fields make it).
std::optional<PacketHeader> parseHeader(std::span<const std::uint8_t> bytes);

/// Of a complete packet.
bool crcMatches(std::span<const std::uint8_t> packet);

/// A GET_CHANNEL record (kChannelBytes). Nothing: no sensible converter is described. `number` names a channel without
/// label.
std::optional<core::ChannelFormat> parseChannel(std::span<const std::uint8_t> record, std::size_t number);

/// Of a complete format packet.
std::optional<core::StreamFormat> parseFormat(const PacketHeader& header, std::span<const std::uint8_t> packet);

/// Of a complete event packet: "button", "trigger: text"; a marker is its text alone.
std::optional<core::DeviceEvent> parseEvent(const PacketHeader& header, std::span<const std::uint8_t> packet);

/// `framesN × channelsN` counts of a complete data packet from frame `skip` on, frame-major.
void unpackSamples(const PacketHeader& header, std::span<const std::uint8_t> packet, std::size_t skip,
                   std::span<std::int32_t> counts);

/// Bit c: either electrode of channel c is off (channels 0–63).
std::uint64_t parseLeadOff(const PacketHeader& header, std::span<const std::uint8_t> packet);

/// Bytes from a device as text that can be shown and stored: ends at the first zero, no control characters, whatever is
/// not UTF-8 becomes U+FFFD, at most `maxBytes`.
std::string cleanText(std::span<const std::uint8_t> bytes, std::size_t maxBytes = 256);

}  // namespace tonus::drivers::tonus_link
