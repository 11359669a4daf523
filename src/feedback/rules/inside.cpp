#include <cmath>

#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
// Inside the band the level rises from the line at either edge to 1 in the middle.
class Inside final : public Rule {
 public:
  float level(double envelopeUv, const RuleSettings& s) const override {
    if (s.thresholdUv <= 0 || s.upperUv <= s.thresholdUv || envelopeUv <= 0) return 0;
    if (envelopeUv < s.thresholdUv) return levelAt(std::log2(envelopeUv / s.thresholdUv));
    if (envelopeUv > s.upperUv) return levelAt(std::log2(s.upperUv / envelopeUv));
    const double half = (s.upperUv - s.thresholdUv) / 2;
    const double off = std::abs(envelopeUv - (s.thresholdUv + half)) / half;
    return static_cast<float>(1 - (1 - core::kTargetLevel) * off);
  }
  bool across(double envelopeUv, const RuleSettings& s, bool was) const override {
    const double give = was ? s.hysteresis : 0;
    return s.thresholdUv > 0 && s.upperUv > s.thresholdUv && envelopeUv >= s.thresholdUv * (1 - give) &&
           envelopeUv <= s.upperUv * (1 + give);
  }
};
}  // namespace

std::unique_ptr<Rule> makeInside() { return std::make_unique<Inside>(); }

}  // namespace tonus::feedback
