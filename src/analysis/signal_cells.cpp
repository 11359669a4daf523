#include "tonus/analysis/signal_cells.h"

#include <algorithm>
#include <cassert>

namespace tonus::analysis {
namespace {

std::int64_t parts(std::int64_t n, std::int64_t size) { return (n + size - 1) / size; }

}  // namespace

SignalCells::SignalCells(std::size_t channelsN, std::int64_t framesN, std::int64_t cellFrames)
    : channelsN_(channelsN), framesN_(framesN), cellFrames_(cellFrames), slabsN_(parts(framesN, kSlabFrames)),
      ready_(std::make_unique<std::atomic<bool>[]>(static_cast<std::size_t>(slabsN_))) {
  assert(cellFrames > 0 && kSlabFrames % (cellFrames * kCoarse) == 0);
  const std::int64_t finest = parts(framesN, cellFrames);
  const auto make = [channelsN](Level& level, std::int64_t cellsN) {
    const std::size_t n = static_cast<std::size_t>(cellsN) * channelsN;
    level.low.assign(n, Extremes{}.minUv);
    level.high.assign(n, Extremes{}.maxUv);
  };
  make(fine_, finest);
  make(coarse_, parts(finest, kCoarse));
}

bool SignalCells::ready(std::int64_t fromFrame, std::int64_t toFrame) const {
  const std::int64_t last = std::min(parts(toFrame, kSlabFrames), slabsN_);
  for (std::int64_t slab = std::max<std::int64_t>(0, fromFrame / kSlabFrames); slab < last; ++slab)
    if (!ready_[static_cast<std::size_t>(slab)].load(std::memory_order_acquire)) return false;
  return true;
}

void SignalCells::widen(const Level& level, std::int64_t cell, std::span<Extremes> out) const {
  const std::size_t at = static_cast<std::size_t>(cell) * channelsN_;
  for (std::size_t c = 0; c < channelsN_; ++c) {
    out[c].minUv = std::min(out[c].minUv, level.low[at + c]);
    out[c].maxUv = std::max(out[c].maxUv, level.high[at + c]);
  }
}

void SignalCells::over(std::int64_t first, std::int64_t last, std::span<Extremes> out) const {
  std::fill(out.begin(), out.end(), Extremes{});
  last = std::min(last, parts(framesN_, cellFrames_));
  for (std::int64_t cell = std::max<std::int64_t>(0, first); cell < last;) {
    if (cell % kCoarse == 0 && cell + kCoarse <= last) {
      widen(coarse_, cell / kCoarse, out);
      cell += kCoarse;
    } else {
      widen(fine_, cell++, out);
    }
  }
}

void SignalCells::include(std::int64_t cell, std::span<const float> low, std::span<const float> high) {
  for (const auto& [level, at] : {std::pair<Level*, std::int64_t>{&fine_, cell}, {&coarse_, cell / kCoarse}}) {
    float* lows = level->low.data() + static_cast<std::size_t>(at) * channelsN_;
    float* highs = level->high.data() + static_cast<std::size_t>(at) * channelsN_;
    for (std::size_t c = 0; c < channelsN_; ++c) {
      lows[c] = std::min(lows[c], low[c]);
      highs[c] = std::max(highs[c], high[c]);
    }
  }
}

void SignalCells::publish(std::int64_t slab) {
  if (!ready_[static_cast<std::size_t>(slab)].exchange(true, std::memory_order_release))
    readyN_.fetch_add(1, std::memory_order_release);
}

std::vector<std::int64_t> slabsFrom(const SignalCells& cells, std::int64_t fromFrame) {
  std::vector<std::int64_t> order;
  if (cells.slabsN() == 0) return order;
  const std::int64_t first = std::clamp<std::int64_t>(fromFrame / SignalCells::kSlabFrames, 0, cells.slabsN() - 1);
  for (std::int64_t slab = first; slab < cells.slabsN(); ++slab) order.push_back(slab);
  for (std::int64_t slab = 0; slab < first; ++slab) order.push_back(slab);
  return order;
}

}  // namespace tonus::analysis
