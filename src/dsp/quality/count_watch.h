#pragma once
// What the raw counts of one channel say by themselves: rails, constant runs, lead-off.

#include <array>
#include <cstdint>

#include "quality/limits.h"
#include "tonus/core/block.h"

namespace tonus::dsp {

/// Fed sample by sample; endHop() closes a 100 ms hop after its verdict was read. Cheap: a few comparisons a sample.
class CountWatch {
 public:
  CountWatch(const core::ChannelFormat& format, double rateHz);

  /// After a gap: knows nothing.
  void restart();
  void push(std::int32_t count, bool leadOff);
  void endHop();

  bool leadOff() const { return hop_.leadOff; }
  bool flat() const;
  bool clipping() const { return hop_.atRail >= limits::kRailSamples || clippedLastHop_; }
  /// Nearly the whole hop at a rail.
  bool stuckAtRail() const;
  /// The hop's middle lies within the outermost part of the converter's range.
  bool nearRail() const;
  /// Between verdicts: the newest samples already look wrong.
  bool suspect() const { return leadOffNow_ || railRun_ >= limits::kRailSamples || run_ >= suspectRun_; }

 private:
  struct Hop {
    std::int32_t low = 0, high = 0;
    std::int64_t samples = 0, atRail = 0, longestRun = 0;
    bool leadOff = false;
  };

  std::int32_t minCount_, maxCount_;
  bool fine_;
  std::int64_t flatRun_, suspectRun_;
  Hop hop_;
  std::array<Hop, limits::kWindowHops - 1> past_{};  ///< newest first
  std::int32_t last_ = 0;
  std::int64_t run_ = 0;      ///< equal samples up to now
  std::int64_t railRun_ = 0;  ///< samples at a rail up to now
  bool clippedLastHop_ = false;
  bool leadOffNow_ = false;
};

}  // namespace tonus::dsp
