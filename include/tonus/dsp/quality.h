#pragma once
// First verdict per channel, ten times a second: may this signal be believed?

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "tonus/core/block.h"
#include "tonus/core/processed.h"

namespace tonus::dsp {

/// Works on the unfiltered signal and raw counts, so that a filter setting cannot hide a fault.
/// A verdict describes the quality hop (100 ms, aligned to the absolute sample index) that ends at QualityFrame::at,
/// and looks back over a longer window where it must (mains, motion). Any split of the input gives the same verdicts.
/// Not thread-safe. No allocation in steady state apart from the frames appended to `out` (reused by capacity).
class QualityMonitor {
 public:
  QualityMonitor(const core::StreamFormat& format, double bandLowHz, double bandHighHz);
  ~QualityMonitor();
  QualityMonitor(QualityMonitor&&) noexcept;

  /// `raw` is the block's µV, frame-major. `usableAfter`: verdicts before this index carry kSettling.
  void push(const core::RawBlock& block, std::span<const double> rawUv, core::SampleIndex usableAfter,
            std::vector<core::QualityFrame>& out);

  /// Quick look between verdicts, at any frame: true if the most recent samples are already visibly wrong
  /// (device says lead-off, at a rail, or constant for longer than muscle signal ever is).
  bool suspect(std::size_t channel) const;

  /// Longest time from the start of any fault until the verdict (a promise used by feedback to hold back reward).
  std::int64_t noticeFrames() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::dsp
