#include <algorithm>
#include <cmath>

#include "laws/rows.h"

namespace tonus::feedback {

namespace {
constexpr double kLeastS = 10;  // less is an accident, not a share
constexpr double kMostCorrection = 0.20;

class Adaptive final : public ThresholdLaw {
 public:
  double start(const LawSettings& s, const Ground& g) const override { return g.baselineUv * s.start; }

  double aimNow(const LawSettings& s, double owedS) const override {
    if (s.repayS <= 0) return s.aim;
    return std::clamp(s.aim + std::clamp(owedS / s.repayS, -kMostCorrection, kMostCorrection), 0.1, 0.95);
  }

  double move(const LawSettings& s, const Evidence& e) const override {
    if (e.scoredS < kLeastS || e.fit <= 0) return 1;
    const bool good = s.everyS > 0 ? std::abs(std::log(e.fit)) < s.leastMove
                                   : e.success >= s.aimLow && e.success <= s.aimHigh;
    return good ? 1 : std::clamp(e.fit, 1 - s.step, 1 + s.step);
  }
};
}  // namespace

double ThresholdLaw::aimNow(const LawSettings& s, double) const { return s.aim; }

std::unique_ptr<ThresholdLaw> makeAdaptive() { return std::make_unique<Adaptive>(); }

}  // namespace tonus::feedback
