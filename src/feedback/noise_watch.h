#pragma once
// Is there a muscle at all? Noise of skin and electronics is low and steadier than any muscle a person holds.

#include <array>
#include <cstddef>

namespace tonus::feedback {

/// Of one channel's usable envelope. No allocation.
class NoiseWatch {
 public:
  void push(double envelopeUv, double hopS);
  void restart() { *this = {}; }

  /// The last second or the newest hop lies below kNoiseGate × noiseUv, and the last twenty differ no more than noise does (or fewer than
  /// ten were seen).
  bool onlyNoise(double noiseUv) const;

 private:
  static constexpr std::size_t kSeconds = 20;
  void endSecond();

  double sum_ = 0, lengthS_ = 0;         // of squares, in the second that runs
  double newest_ = 0;
  double level_ = 0;                     // mean square of about the last second; 0 = none yet
  std::array<double, kSeconds> seconds_{};
  std::size_t next_ = 0, filled_ = 0;
  bool steady_ = true;
};

}  // namespace tonus::feedback
