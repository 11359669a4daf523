#pragma once
// Everything a Tonus Link decoder said about a stream, kept so that two runs can be compared.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tonus_link/decoder.h"

namespace tonus::tests {

struct Capture {
  std::vector<std::int64_t> indices;  ///< of each frame
  std::vector<std::int32_t> counts;
  std::vector<core::DeviceEvent> events;
  std::vector<std::uint64_t> leadOff;  ///< of each block
  std::vector<std::int64_t> times;     ///< of each block
  std::uint64_t lost = 0;

  void take(core::RawBlock& block) {
    lost += block.lostBefore;
    for (std::uint32_t f = 0; f < block.framesN; ++f) indices.push_back(block.first.value + f);
    counts.insert(counts.end(), block.counts.begin(), block.counts.end());
    events.insert(events.end(), block.events.begin(), block.events.end());
    leadOff.push_back(block.leadOffMask);
    times.push_back(block.deviceTimeNs.value_or(-1));
  }
  friend bool operator==(const Capture&, const Capture&) = default;
};

using LinkDecoder = drivers::tonus_link::Decoder;

/// In pushes of `pushBytes`.
inline Capture decodeWith(LinkDecoder& decoder, std::span<const std::uint8_t> stream,
                          std::size_t pushBytes = SIZE_MAX) {
  Capture capture;
  while (!stream.empty()) {
    const auto piece = stream.first(std::min(stream.size(), pushBytes));
    stream = stream.subspan(piece.size());
    decoder.push(piece, [&](core::RawBlock& block) { capture.take(block); });
  }
  return capture;
}

inline LinkDecoder makeLinkDecoder() { return LinkDecoder(LinkDecoder::Counters::kKeep); }

}  // namespace tonus::tests
