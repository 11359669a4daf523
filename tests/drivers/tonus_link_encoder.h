#pragma once
// Tonus Link packets as a device would make them, written from docs/formats/tonus-link.md alone: it shares no code with
// the decoder, its CRC included.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tonus::tests {

using Bytes = std::vector<std::uint8_t>;

inline void put(Bytes& out, std::uint64_t value, int bytesN) {
  for (int i = 0; i < bytesN; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

inline void append(Bytes& out, const Bytes& more) { out.insert(out.end(), more.begin(), more.end()); }

inline std::uint32_t slowCrc32c(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
  }
  return ~crc;
}

struct EncodedChannel {
  double nanovoltsPerCount = 24;
  std::int32_t offset = 0;
  std::uint8_t bits = 24;
  std::uint8_t unit = 0;
  std::string label;
};

inline Bytes channelRecord(const EncodedChannel& channel) {
  Bytes out;
  put(out, std::bit_cast<std::uint64_t>(channel.nanovoltsPerCount), 8);
  put(out, static_cast<std::uint32_t>(channel.offset), 4);
  put(out, 24'000, 4);
  out.push_back(channel.bits);
  out.push_back(channel.unit);
  put(out, 0, 2);
  std::string label = channel.label;
  label.resize(16);
  out.insert(out.end(), label.begin(), label.end());
  put(out, 0, 4);
  return out;
}

/// One device and one START of it: hands out packets in sequence.
class TonusLinkEncoder {
 public:
  explicit TonusLinkEncoder(std::size_t channelsN, std::uint32_t rateMilliHz = 2'000'000,
                            std::uint32_t session = 0x5E55)
      : channels(channelsN), rateMilliHz_(rateMilliHz), session_(session) {
    for (std::size_t c = 0; c < channelsN; ++c) channels[c].label = "EMG " + std::to_string(c + 1);
  }

  /// What the device measures: any other formula would do, as long as frames and channels differ. Fits 24 bits.
  static std::int32_t sample(std::uint64_t frame, std::size_t channel) {
    const std::uint64_t mixed = (frame * 256 + channel + 1) * 0x9E3779B97F4A7C15ULL;
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(mixed >> 32)) >> 8;
  }

  Bytes format() {
    Bytes payload;
    put(payload, rateMilliHz_, 4);
    put(payload, channels.size(), 2);
    put(payload, 0, 2);
    for (const EncodedChannel& channel : channels) append(payload, channelRecord(channel));
    return packet(3, nextFrame, 0, 0, payload);
  }

  Bytes data(std::size_t framesN) {
    Bytes payload;
    for (std::size_t f = 0; f < framesN; ++f)
      for (std::size_t c = 0; c < channels.size(); ++c)
        put(payload, static_cast<std::uint32_t>(sample(nextFrame + f, c)), wide ? 4 : 3);
    std::size_t leadOffAt = 0;
    if (!leadOff.empty()) {
      leadOffAt = 56 + payload.size();
      append(payload, leadOff);
    }
    const Bytes out = packet(1, nextFrame, framesN, leadOffAt, payload);
    nextFrame += framesN;
    return out;
  }

  Bytes event(std::uint64_t atFrame, std::uint16_t code, const std::string& text) {
    Bytes payload;
    payload.reserve(4 + text.size());
    put(payload, code, 2);
    put(payload, text.size(), 2);
    for (const char c : text) payload.push_back(static_cast<std::uint8_t>(c));
    return packet(2, atFrame, 0, 0, payload);
  }

  Bytes packet(std::uint8_t type, std::uint64_t first, std::size_t framesN, std::size_t leadOffAt,
               const Bytes& payload) {
    Bytes out{'T', 'O', 'N', '1', 1, type};
    put(out, 56, 2);
    const std::size_t padding = (4 - payload.size() % 4) % 4;
    put(out, 56 + payload.size() + padding + 4, 4);
    put(out, session_, 4);
    put(out, first, 8);
    put(out, first * 1'000'000'000'000ULL / rateMilliHz_ + timeOffsetNs, 8);
    put(out, sequence++, 4);
    put(out, droppedInside, 4);
    put(out, channels.size() - 1, 1);
    put(out, framesN, 1);
    put(out, wide ? 2 : 1, 1);
    put(out, flags, 1);
    put(out, leadOffAt, 2);
    put(out, 0, 2);
    put(out, 0, 8);
    append(out, payload);
    out.resize(out.size() + padding);
    put(out, slowCrc32c(out), 4);
    return out;
  }

  std::vector<EncodedChannel> channels;
  std::uint64_t nextFrame = 0;
  std::uint32_t sequence = 0;
  std::uint32_t droppedInside = 0;
  std::uint64_t timeOffsetNs = 0;
  std::uint8_t flags = 0;
  bool wide = false;  ///< 32-bit samples
  Bytes leadOff;      ///< bitmap that goes with each data packet, padded to 4

 private:
  std::uint32_t rateMilliHz_;
  std::uint32_t session_;
};

}  // namespace tonus::tests
