#pragma once
// The last seconds of signal as one minimum and maximum per channel and pixel column, written round and round.

#include <cstdint>
#include <optional>
#include <vector>

#include "tonus/core/processed.h"

namespace tonus::clinician {

/// Pure, no Qt. A column is touched only by samples that belong there: gaps stay gaps.
class Sweep {
 public:
  enum class Signal { kFiltered, kRaw };

  struct Column {
    float min = 0, max = 0;
    bool any = false;
  };
  struct Gap {
    std::int64_t first = 0;  ///< frame
    std::int64_t framesN = 0;
  };
  /// Columns [first, first + n) modulo columnsN were touched.
  struct Dirty {
    std::int64_t first = 0;
    std::int64_t n = 0;
  };

  /// Blocks may have more channels: the first `channelsN` are drawn.
  void reset(std::size_t channelsN, int columnsN, double secondsN, double sampleRateHz, Signal signal,
             std::size_t firstChannel = 0);
  /// An index that runs backwards starts a new sweep (the recording began).
  Dirty push(const core::ProcessedBlock& block);

  std::size_t channelsN() const { return channels_.size(); }
  int columnsN() const { return columnsN_; }
  /// Where the next sample goes, counted without wrapping; modulo columnsN on screen.
  std::int64_t head() const { return columnOf(next_); }
  const Column& at(std::size_t channel, std::int64_t column) const {
    return channels_[channel][static_cast<std::size_t>(column % columnsN_)];
  }
  /// Those that still touch the screen, oldest first.
  const std::vector<Gap>& gaps() const { return gaps_; }
  std::int64_t columnOf(std::int64_t frame) const;
  double sampleRateHz() const { return sampleRateHz_; }

 private:
  void openColumns(std::int64_t upTo);
  void add(const core::ProcessedBlock& block);

  std::vector<std::vector<Column>> channels_;
  std::vector<double> middle_;  ///< slow mean of each channel, so that raw signal with an offset can be seen
  std::vector<Gap> gaps_;
  int columnsN_ = 1;
  double framesPerColumn_ = 1;
  double sampleRateHz_ = 1;
  Signal signal_ = Signal::kFiltered;
  std::size_t firstChannel_ = 0;  ///< of the blocks, the first that is swept
  std::int64_t next_ = 0;     ///< frame expected next
  std::int64_t opened_ = -1;  ///< last column cleared for writing
  bool started_ = false;
};

}  // namespace tonus::clinician
