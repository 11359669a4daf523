#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
class Below final : public Rule {
 public:
  float level(double envelopeUv, const Line& line, const Moment&) const override {
    return levelBelow(envelopeUv, line.uv);
  }
  bool across(double envelopeUv, const Line& line, const Moment&, double hysteresis, bool was) const override {
    return isBelow(envelopeUv, line.uv, hysteresis, was);
  }
  void ease(double factor, RuleSettings& s) const override { s.thresholdUv *= factor; }
};
}  // namespace

std::unique_ptr<Rule> makeBelow() { return std::make_unique<Below>(); }

}  // namespace tonus::feedback
