#include "rules/level.h"
#include "rules/pair.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
template <bool kAtMost>
class Difference final : public Rule {
 public:
  Line line(const RuleSettings& s, const Moment& m) const override {
    if (!m.partner || !m.partner->usable) return {.judged = false};
    return {.uv = std::max(0.0, onOurScale(s, *m.partner) + s.differenceUv)};
  }
  float level(double envelopeUv, const Line& line, const Moment&) const override {
    return kAtMost ? levelBelow(envelopeUv, line.uv) : levelAbove(envelopeUv, line.uv);
  }
  bool across(double envelopeUv, const Line& line, const Moment&, double hysteresis, bool was) const override {
    return kAtMost ? isBelow(envelopeUv, line.uv, hysteresis, was) : isAbove(envelopeUv, line.uv, hysteresis, was);
  }
  bool place(double uv, const Moment& m, RuleSettings& s) const override {
    if (!m.partner || !m.partner->usable) return false;
    s.differenceUv = uv - onOurScale(s, *m.partner);
    return true;
  }
  void ease(double factor, RuleSettings& s) const override {
    s.differenceUv *= kAtMost == (s.differenceUv > 0) ? factor : 1 / factor;
  }
};
}  // namespace

std::unique_ptr<Rule> makeDifferenceBelow() { return std::make_unique<Difference<true>>(); }
std::unique_ptr<Rule> makeDifferenceAbove() { return std::make_unique<Difference<false>>(); }

}  // namespace tonus::feedback
