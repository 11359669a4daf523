#pragma once
// Streams of amplifiers that send packets of one length, made here from the published layouts and nothing of the
// decoders. Packet i's counts are a function of i, so that each frame that comes out names the packet it came from.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tonus/core/decoder.h"

namespace tonus::tests {

using Stream = std::vector<std::uint8_t>;

struct StreamDevice {
  std::string name;
  std::size_t channelsN = 0;           ///< in a packet
  unsigned counterModulus = 256;       ///< 0 = none
  bool checksum = false;
  std::vector<std::size_t> syncBytes{};  ///< where a flipped bit cannot go unnoticed
  std::vector<std::size_t> counterBytes{};
  std::function<std::int32_t(std::size_t packet, std::size_t channel)> count{};
  std::function<Stream(std::size_t packet)> packet{};
  std::function<std::unique_ptr<core::Decoder>()> makeDecoder{};

  std::vector<std::int32_t> counts(std::size_t i) const {
    std::vector<std::int32_t> all;
    for (std::size_t c = 0; c < channelsN; ++c) all.push_back(count(i, c));
    return all;
  }
  Stream packets(std::size_t from, std::size_t n) const {
    Stream all;
    for (std::size_t i = from; i < from + n; ++i) {
      const Stream one = packet(i);
      all.insert(all.end(), one.begin(), one.end());
    }
    return all;
  }
};

std::vector<StreamDevice> streamDevices();
inline void PrintTo(const StreamDevice& device, std::ostream* out) { *out << device.name; }

/// Everything a decoder said.
struct Heard {
  std::vector<std::int64_t> indices;
  std::vector<std::vector<std::int32_t>> frames;
  std::vector<core::DeviceEvent> events;
  std::uint64_t lost = 0;

  void take(const core::RawBlock& block) {
    lost += block.lostBefore;
    for (std::uint32_t f = 0; f < block.framesN; ++f) {
      indices.push_back(block.first.value + f);
      const auto from = block.counts.begin() + static_cast<std::ptrdiff_t>(f * block.channelsN);
      frames.emplace_back(from, from + static_cast<std::ptrdiff_t>(block.channelsN));
    }
    events.insert(events.end(), block.events.begin(), block.events.end());
  }
  friend bool operator==(const Heard&, const Heard&) = default;
};

inline Heard hear(core::Decoder& decoder, const Stream& stream, std::size_t pushBytes = SIZE_MAX) {
  Heard heard;
  const auto take = [&](core::RawBlock& block) { heard.take(block); };
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t n = std::min(pushBytes, stream.size() - at);
    decoder.push(std::span(stream).subspan(at, n), take);
    at += n;
  }
  decoder.finish(take);
  return heard;
}

}  // namespace tonus::tests
