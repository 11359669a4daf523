#pragma once
// Lossless code of raw counts: best of four fixed predictors + zigzag + Rice, its parameters chosen anew every
// 128 samples. Bytes as documented in docs/formats/store.md. Pure functions, any thread.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tonus::store {

/// Longest chunk a store may hold; a larger number in a file is damage, not a wish for memory.
inline constexpr std::size_t kMaxChunkFrames = 1U << 20;
inline constexpr std::size_t kMaxChunkChannels = 1024;  // more than core::kMaxChannels

/// One channel. Every int32 sequence comes back exactly.
std::vector<std::uint8_t> encodeCounts(std::span<const std::int32_t> samples);
/// False: these bytes are not a code of out.size() samples. Reads nothing outside `bytes`, allocates nothing.
bool decodeCounts(std::span<const std::uint8_t> bytes, std::span<std::int32_t> out);

/// All channels of a chunk, `planar` = channel after channel: a directory of lengths, then each channel's code.
std::vector<std::uint8_t> encodeChunk(std::span<const std::int32_t> planar, std::size_t framesN, std::size_t channelsN);

/// A view of an encoded chunk; channels are decoded one by one.
class ChunkView {
 public:
  /// False: the directory does not fit these bytes, or the chunk is not framesN × channelsN.
  bool open(std::span<const std::uint8_t> bytes, std::size_t framesN, std::size_t channelsN);
  bool decode(std::size_t channel, std::span<std::int32_t> out) const;

 private:
  std::vector<std::span<const std::uint8_t>> channels_;
};

}  // namespace tonus::store
