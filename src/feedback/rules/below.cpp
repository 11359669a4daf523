#include <cmath>

#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
class Below final : public Rule {
 public:
  float level(double envelopeUv, const RuleSettings& s) const override {
    if (s.thresholdUv <= 0) return 0;
    if (envelopeUv <= 0) return 1;
    return levelAt(std::log2(s.thresholdUv / envelopeUv));
  }
  bool across(double envelopeUv, const RuleSettings& s, bool was) const override {
    return s.thresholdUv > 0 && envelopeUv <= s.thresholdUv * (was ? 1 + s.hysteresis : 1);
  }
};
}  // namespace

std::unique_ptr<Rule> makeBelow() { return std::make_unique<Below>(); }

}  // namespace tonus::feedback
