#pragma once
// Minimum and maximum of counts per cell of kOverviewCell frames, cells counted from frame 0. A chunk that begins or
// ends inside a cell holds that cell's part; parts are combined when a session is opened.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tonus/store/store.h"

namespace tonus::store {

/// Widens `range` by what it is given; `range.gap` turns false.
void include(MinMax& range, std::int32_t low, std::int32_t high);

std::int64_t cellOf(std::int64_t frame);
std::size_t cellsN(std::int64_t first, std::size_t framesN);

/// The blob beside a chunk: per channel, per cell, minimum and maximum as int32.
std::vector<std::uint8_t> makeCells(std::int64_t first, std::span<const std::int32_t> planar, std::size_t framesN,
                                    std::size_t channelsN);

/// Cells of a whole session in memory: 64 bytes for 256 frames of 8 channels. Where nothing was recorded are no cells.
class Pyramid {
 public:
  explicit Pyramid(std::size_t channelsN = 0) : low_(channelsN), high_(channelsN) {}

  /// Chunks in the order of time. False: the blob is not that of such a chunk.
  bool add(std::int64_t first, std::size_t framesN, std::span<const std::uint8_t> cells);
  /// Cells [from, to).
  void includeCells(std::size_t channel, std::int64_t from, std::int64_t to, MinMax& range) const;

 private:
  std::vector<std::int64_t> numbers_;           // of the cells that exist, ascending
  std::vector<std::vector<std::int32_t>> low_;  // per channel, per existing cell
  std::vector<std::vector<std::int32_t>> high_;
};

}  // namespace tonus::store
