#include <cmath>

#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
class Above final : public Rule {
 public:
  float level(double envelopeUv, const RuleSettings& s) const override {
    if (s.thresholdUv <= 0 || envelopeUv <= 0) return 0;
    return levelAt(std::log2(envelopeUv / s.thresholdUv));
  }
  bool across(double envelopeUv, const RuleSettings& s, bool was) const override {
    return s.thresholdUv > 0 && envelopeUv >= s.thresholdUv * (was ? 1 - s.hysteresis : 1);
  }
};
}  // namespace

std::unique_ptr<Rule> makeAbove() { return std::make_unique<Above>(); }

}  // namespace tonus::feedback
