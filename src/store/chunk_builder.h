#pragma once
// Cuts the stream into chunks: at every absolute second of signal, at gaps, and when told to.

#include <cstdint>
#include <span>
#include <vector>

namespace tonus::store {

struct Chunk {
  std::int64_t first = 0;
  std::size_t framesN = 0;
  std::vector<std::uint8_t> counts;  ///< encodeChunk
  std::vector<std::uint8_t> cells;   ///< makeCells
};

class ChunkBuilder {
 public:
  /// `secondFrames`: frames in a second of signal.
  ChunkBuilder(std::size_t channelsN, std::int64_t secondFrames);

  /// Frame-major counts of frames [first, …); `first` is where the last ones ended, or cut() came before.
  void append(std::int64_t first, std::span<const std::int32_t> counts);
  /// Closes what is open.
  void cut();

  const std::vector<Chunk>& closed() const { return closed_; }
  void forgetClosed() { closed_.clear(); }
  std::int64_t openFirst() const { return openFirst_; }
  std::size_t openFrames() const { return open_.size() / channelsN_; }

 private:
  std::size_t channelsN_;
  std::int64_t secondFrames_;
  std::int64_t openFirst_ = 0;
  std::vector<std::int32_t> open_;  // frame-major
  std::vector<std::int32_t> planar_;
  std::vector<Chunk> closed_;
};

}  // namespace tonus::store
