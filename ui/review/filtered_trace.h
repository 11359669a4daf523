#pragma once
// The signal of a stored session through its own filters, for pictures: the whole as small cells of minimum and
// maximum, a stretch as samples. Causal like the live screen, from a warm start before the stretch.

#include <cstdint>
#include <memory>
#include <vector>

#include "tonus/dsp/settings.h"
#include "tonus/store/store.h"

namespace tonus::review {

inline constexpr std::int64_t kCellFrames = 16;

/// Minimum and maximum µV of kCellFrames frames each; NaN where nothing was recorded. Immutable once made.
struct FilteredCells {
  std::size_t cellsN = 0;
  std::vector<std::vector<float>> minUv;   ///< per channel
  std::vector<std::vector<float>> maxUv;
};

/// Reads and filters everything: for a thread of its own where the session is long.
core::Result<std::shared_ptr<const FilteredCells>> filterWhole(core::Recording& recording, const dsp::ChainSettings& chain,
                                                               const store::Progress& progress = {});

/// Frames [first, first + n) of every channel, frame-major; NaN in gaps. Filtering begins early enough to have settled.
core::Result<std::vector<double>> filterStretch(core::Recording& recording, const dsp::ChainSettings& chain,
                                                std::int64_t first, std::int64_t n);

}  // namespace tonus::review
