#pragma once
// Rain, surf and a stream, made of filtered noise. Seeded: the same every time.

#include <array>
#include <cstdint>

namespace tonus::feedback {

enum class NatureKind { kRain, kSurf, kStream };

class Nature {
 public:
  Nature(NatureKind kind, double sampleRateHz);
  /// About -1..1, RMS near 0.25; not limited.
  double next();

 private:
  /// Uniform -1..1 (xorshift32).
  double noise();
  double rain();
  double surf();
  double stream();

  /// A resonance that wanders: one of the stream's gurgles.
  struct Gurgle {
    double hz = 500, wantedHz = 500, y1 = 0, y2 = 0;
    int left = 0;
  };

  NatureKind kind_;
  double rateHz_;
  std::uint32_t state_ = 2463534242U;
  std::int64_t n_ = 0;
  double low_ = 0, lower_ = 0, drop_ = 0;
  std::array<Gurgle, 3> gurgles_;
};

}  // namespace tonus::feedback
