#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
// Under the line like "below"; how soon it got there after a contraction is what repetitions are counted by.
class ContractRelax final : public Rule {
 public:
  Line line(const RuleSettings& s, const Moment& m) const override {
    Line line{.uv = s.thresholdUv};
    line.topUv = m.targetOfReference > 0 ? m.targetOfReference * s.referenceUv
                 : s.contractUv > 0      ? s.contractUv
                                         : kContractOfLine * s.thresholdUv;
    return line;
  }
  float level(double envelopeUv, const Line& line, const Moment&) const override {
    return levelBelow(envelopeUv, line.uv);
  }
  bool across(double envelopeUv, const Line& line, const Moment&, double hysteresis, bool was) const override {
    return isBelow(envelopeUv, line.uv, hysteresis, was);
  }
  void ease(double factor, RuleSettings& s) const override { s.thresholdUv *= factor; }
};
}  // namespace

std::unique_ptr<Rule> makeContractRelax() { return std::make_unique<ContractRelax>(); }

}  // namespace tonus::feedback
