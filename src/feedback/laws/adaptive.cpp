#include <algorithm>
#include <cmath>

#include "laws/rows.h"

namespace tonus::feedback {

namespace {
constexpr double kLeastS = 10;        // less is an accident, not a share
constexpr double kDeadBand = 0.04;    // share beside the aim that is left alone within a trial

class Adaptive final : public ThresholdLaw {
 public:
  double start(const LawSettings& s, const Ground& g) const override { return g.baselineUv * s.start; }

  double move(const LawSettings& s, const Evidence& e) const override {
    if (e.scoredS < kLeastS || e.fit <= 0) return 1;
    const bool good = s.everyS > 0 ? std::abs(e.success - s.aim) <= kDeadBand
                                   : e.success >= s.aimLow && e.success <= s.aimHigh;
    return good ? 1 : std::clamp(e.fit, 1 - s.step, 1 + s.step);
  }
};
}  // namespace

std::unique_ptr<ThresholdLaw> makeAdaptive() { return std::make_unique<Adaptive>(); }

}  // namespace tonus::feedback
