#pragma once
// What share of the last half minute was in target, from what a phase has counted so far. Pure.

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace tonus::clinician {

/// Fed once a feedback hop with the seconds that core::FeedbackFrame counts since the phase began.
class RecentSuccess {
 public:
  static constexpr double kSpanS = 30;   ///< of signal; pauses and signal that is not usable score nothing in it
  static constexpr double kLeastS = 3;   ///< scored within the span: less says nothing

  void begin(double hopS) {
    hopsApart_ = std::max<std::int64_t>(1, static_cast<std::int64_t>(kSpanS / static_cast<double>(kPoints - 1) / hopS + 0.5));
    hops_ = 0;
    kept_ = {};
    newest_ = {};
  }
  void add(float rewardS, float scoredS) {
    if (scoredS < newest_.scoredS) {  // the same phase again
      hops_ = 0;
      kept_ = {};
    }
    newest_ = {rewardS, scoredS};
    if (++hops_ % hopsApart_ == 0) kept_[static_cast<std::size_t>(hops_ / hopsApart_) % kPoints] = newest_;
  }
  /// NaN where too little was scored.
  double share() const {
    // A phase begins at nothing: what was not written yet is its beginning.
    const Point from = kept_[static_cast<std::size_t>(hops_ / hopsApart_ + 1) % kPoints];
    const double scored = newest_.scoredS - from.scoredS;
    if (scored < kLeastS) return std::numeric_limits<double>::quiet_NaN();
    return std::clamp((newest_.rewardS - from.rewardS) / scored, 0.0, 1.0);
  }

 private:
  static constexpr std::size_t kPoints = 61;
  struct Point {
    double rewardS = 0, scoredS = 0;
  };
  std::array<Point, kPoints> kept_{};
  Point newest_;
  std::int64_t hops_ = 0, hopsApart_ = 1;
};

}  // namespace tonus::clinician
