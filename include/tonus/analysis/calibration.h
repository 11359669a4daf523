#pragma once
// How many microvolts one count is, from a signal somebody knows: a sine or a square wave of known size into the
// electrodes of one channel. Pure: counts in, a number or a reason out.
//
// What is measured is the wave's fundamental in the counts as they come, no filter: for each of 10 s the amplitude a and
// offset of a·sin(2πft + φ) + b that fit best (least squares), at the frequency within 5 % of the one told that explains
// most of the whole. Hum and noise beside it do not add to it. RMS of the fundamental: V/(2√2) of a sine of V
// peak to peak, 4/π times that of a square wave.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/block.h"
#include "tonus/core/result.h"

namespace tonus::analysis {

struct KnownSignal {
  enum class Shape { kSine, kSquare };
  Shape shape = Shape::kSine;
  double peakToPeakUv = 1000;
  double hz = 20;

  /// Of the fundamental, µV RMS.
  double fundamentalUv() const;
};
/// Peak to peak of a wave of this shape that has `rmsUv` in all.
double peakToPeakOf(KnownSignal::Shape shape, double rmsUv);

struct Calibration {
  double countsRms = 0;   ///< of the fundamental
  double uvPerCount = 0;
  double hz = 0;          ///< as found, by the device's clock
  double spread = 0;      ///< largest less smallest second, of their mean
};

/// One channel, 10 s. add() from one thread; a gap in the signal begins it anew.
class CalibrationRun {
 public:
  static constexpr int kSeconds = 10;
  /// Seconds may differ by no more than this part of their mean.
  static constexpr double kMostSpread = 0.05;

  CalibrationRun(const core::ChannelFormat& channel, double sampleRateHz, const KnownSignal& signal);

  /// What can be said before anything is measured: a wave this channel cannot carry.
  core::Status possible() const;
  /// Every channelsN-th of `counts` from `channel` on.
  void add(std::span<const std::int32_t> counts, std::size_t channelsN, std::size_t channel);
  void interrupt() { counts_.clear(); }
  double progress() const;
  bool complete() const { return counts_.size() >= wantedN_; }
  /// When complete: the calibration, or why there is none.
  core::Result<Calibration> result() const;

 private:
  double frequency() const;

  core::ChannelFormat channel_;
  double rateHz_;
  KnownSignal signal_;
  std::size_t wantedN_;
  std::vector<std::int32_t> counts_;
};

}  // namespace tonus::analysis
