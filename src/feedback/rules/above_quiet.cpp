#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
// One muscle works while another stays quiet: above our line, and the partner below its own.
class AboveQuiet final : public Rule {
 public:
  Line line(const RuleSettings& s, const Moment& m) const override {
    Line line = Rule::line(s, m);
    line.judged = m.partner && m.partner->usable && m.partner->lineUv > 0;
    return line;
  }
  float level(double envelopeUv, const Line& line, const Moment& m) const override {
    if (!m.partner) return 0;
    return std::min(levelAbove(envelopeUv, line.uv), levelBelow(m.partner->envelopeUv, m.partner->lineUv));
  }
  bool across(double envelopeUv, const Line& line, const Moment& m, double hysteresis, bool was) const override {
    return m.partner && isAbove(envelopeUv, line.uv, hysteresis, was) &&
           isBelow(m.partner->envelopeUv, m.partner->lineUv, hysteresis, was);
  }
  void ease(double factor, RuleSettings& s) const override { s.thresholdUv /= factor; }
};
}  // namespace

std::unique_ptr<Rule> makeAboveQuiet() { return std::make_unique<AboveQuiet>(); }

}  // namespace tonus::feedback
