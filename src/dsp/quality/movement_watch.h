#pragma once
// One channel's sudden swings: a cable that is knocked, an electrode that is touched.

#include <array>
#include <cstddef>

#include "quality/band_levels.h"

namespace tonus::dsp {

/// Compares each half second with the seconds before it, so that a steady ECG, however strong, is no movement, and
/// asks that most of it lies below 60 Hz, so that a contraction, however sudden, is none either. Not thread-safe.
class MovementWatch {
 public:
  void restart() { *this = {}; }
  /// Once a hop, with the levels of the window that ends there. True: something moved within that window.
  bool push(const Levels& levels);

 private:
  static constexpr std::size_t kPastHops = 40;

  // What was movement is not remembered as the channel's normal state; a lasting change is believed once the memory
  // has run out.
  std::array<double, kPastHops> past_{};  ///< 3–18 Hz, µV RMS, a ring; 0 = nothing to remember
  std::size_t next_ = 0;
};

}  // namespace tonus::dsp
