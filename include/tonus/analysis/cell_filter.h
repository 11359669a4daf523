#pragma once
// A recording through any filters: the whole as cells for pictures, a stretch as samples. Causal like the live screen.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "tonus/analysis/held_signal.h"
#include "tonus/analysis/signal_cells.h"
#include "tonus/dsp/settings.h"

namespace tonus::analysis {

/// Counts to µV, filters, minimum and maximum in one pass over pieces that stay in the processor's first cache.
/// One thread.
class CellFilter {
 public:
  static constexpr std::int64_t kCellFrames = 32;

  CellFilter(const dsp::ChainCourse& chains, const core::StreamFormat& format, std::vector<core::Segment> segments);
  ~CellFilter();

  /// Fills and publishes one slab of cells of kCellFrames. Goes on where the slab before ended; elsewhere filters begin
  /// early enough to have settled, as they do at a segment's first frame.
  core::Status fill(const CountsSource& counts, std::int64_t slab, SignalCells& cells);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Cells for all of a recording, none of them filled.
std::shared_ptr<SignalCells> cellsFor(const std::vector<core::Segment>& segments, std::size_t channelsN);

/// Fills all of them, from the slab of `fromFrame` on. `onSlab` after each; false = stop, which is no fault.
core::Status fillCells(const CountsSource& counts, const dsp::ChainCourse& chains, const core::StreamFormat& format,
                       const std::vector<core::Segment>& segments, std::int64_t fromFrame, SignalCells& cells,
                       const std::function<bool()>& onSlab = {});

/// Frames [first, first + n) of every channel, frame-major, µV; NaN in gaps. Filtering begins early enough to have settled.
core::Result<std::vector<double>> filterStretch(const CountsSource& counts, const dsp::ChainCourse& chains,
                                                const core::StreamFormat& format, const std::vector<core::Segment>& segments,
                                                std::int64_t first, std::int64_t n);

}  // namespace tonus::analysis
