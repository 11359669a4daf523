#pragma once
// The signal of a stored session, raw and through its own filters, for pictures: the whole as small cells of minimum and
// maximum, a stretch as samples. Causal like the live screen, from a warm start before the stretch.

#include <cstdint>
#include <memory>
#include <vector>

#include "tonus/dsp/settings.h"
#include "tonus/store/store.h"

namespace tonus::review {

inline constexpr std::int64_t kCellFrames = 16;

struct Extremes {
  float minUv = 0;
  float maxUv = 0;   ///< both NaN where nothing was recorded
};

/// Minimum and maximum of kCellFrames frames each, and of kCoarse such cells each, per channel. Immutable once made.
struct Cells {
  static constexpr std::size_t kCoarse = 16;
  std::vector<std::vector<Extremes>> fine;
  std::vector<std::vector<Extremes>> coarse;

  /// Over cells [first, last) of one channel.
  Extremes over(std::size_t channel, std::size_t first, std::size_t last) const;
};
struct SignalCells {
  Cells raw;
  Cells filtered;
};

/// Reads and filters everything: for a thread of its own where the session is long.
core::Result<std::shared_ptr<const SignalCells>> filterWhole(core::Recording& recording, const dsp::ChainSettings& chain,
                                                               const store::Progress& progress = {});

/// Frames [first, first + n) of every channel, frame-major; NaN in gaps. Filtering begins early enough to have settled.
core::Result<std::vector<double>> filterStretch(core::Recording& recording, const dsp::ChainSettings& chain,
                                                std::int64_t first, std::int64_t n);

}  // namespace tonus::review
