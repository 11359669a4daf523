#include "pyramid.h"

#include <algorithm>

#include "little_endian.h"

namespace tonus::store {

namespace {
constexpr std::size_t kCellBytes = 8;
}

void include(MinMax& range, std::int32_t low, std::int32_t high) {
  range.min = range.gap ? low : std::min(range.min, low);
  range.max = range.gap ? high : std::max(range.max, high);
  range.gap = false;
}

std::int64_t cellOf(std::int64_t frame) {
  return frame >= 0 ? frame / kOverviewCell : -((-frame + kOverviewCell - 1) / kOverviewCell);
}

std::size_t cellsN(std::int64_t first, std::size_t framesN) {
  if (framesN == 0) return 0;
  return static_cast<std::size_t>(cellOf(first + static_cast<std::int64_t>(framesN) - 1) - cellOf(first) + 1);
}

std::vector<std::uint8_t> makeCells(std::int64_t first, std::span<const std::int32_t> planar, std::size_t framesN,
                                    std::size_t channelsN) {
  const std::size_t perChannel = cellsN(first, framesN);
  std::vector<std::uint8_t> bytes(channelsN * perChannel * kCellBytes);
  std::uint8_t* at = bytes.data();
  for (std::size_t c = 0; c < channelsN; ++c) {
    const auto samples = planar.subspan(c * framesN, framesN);
    for (std::size_t from = 0; from < framesN;) {
      const std::int64_t frame = first + static_cast<std::int64_t>(from);
      const auto left = static_cast<std::size_t>((cellOf(frame) + 1) * kOverviewCell - frame);
      const auto part = samples.subspan(from, std::min(left, framesN - from));
      const auto [low, high] = std::minmax_element(part.begin(), part.end());
      storeLe(at, static_cast<std::uint32_t>(*low));
      storeLe(at + 4, static_cast<std::uint32_t>(*high));
      at += kCellBytes;
      from += part.size();
    }
  }
  return bytes;
}

bool Pyramid::add(std::int64_t first, std::size_t framesN, std::span<const std::uint8_t> cells) {
  const std::size_t perChannel = cellsN(first, framesN);
  if (cells.size() != low_.size() * perChannel * kCellBytes) return false;
  for (std::size_t i = 0; i < perChannel; ++i) {
    const std::int64_t number = cellOf(first) + static_cast<std::int64_t>(i);
    const bool joins = !numbers_.empty() && numbers_.back() >= number;
    if (!joins) numbers_.push_back(number);
    for (std::size_t c = 0; c < low_.size(); ++c) {
      const std::uint8_t* at = cells.data() + (c * perChannel + i) * kCellBytes;
      const auto low = static_cast<std::int32_t>(loadLe<std::uint32_t>(at));
      const auto high = static_cast<std::int32_t>(loadLe<std::uint32_t>(at + 4));
      if (joins) {
        low_[c].back() = std::min(low_[c].back(), low);
        high_[c].back() = std::max(high_[c].back(), high);
      } else {
        low_[c].push_back(low);
        high_[c].push_back(high);
      }
    }
  }
  return true;
}

void Pyramid::includeCells(std::size_t channel, std::int64_t from, std::int64_t to, MinMax& range) const {
  const auto begin = std::lower_bound(numbers_.begin(), numbers_.end(), from);
  const auto end = std::lower_bound(begin, numbers_.end(), to);
  if (begin == end) return;
  const auto a = begin - numbers_.begin();
  const auto b = end - numbers_.begin();
  include(range, *std::min_element(low_[channel].begin() + a, low_[channel].begin() + b),
          *std::max_element(high_[channel].begin() + a, high_[channel].begin() + b));
}

}  // namespace tonus::store
