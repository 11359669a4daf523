#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
class Above final : public Rule {
 public:
  float level(double envelopeUv, const Line& line, const Moment&) const override {
    return levelAbove(envelopeUv, line.uv);
  }
  bool across(double envelopeUv, const Line& line, const Moment&, double hysteresis, bool was) const override {
    return isAbove(envelopeUv, line.uv, hysteresis, was);
  }
  void ease(double factor, RuleSettings& s) const override { s.thresholdUv /= factor; }
};
}  // namespace

std::unique_ptr<Rule> makeAbove() { return std::make_unique<Above>(); }

}  // namespace tonus::feedback
