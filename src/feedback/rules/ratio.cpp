#include "rules/level.h"
#include "rules/pair.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
// This channel over its partner, each in shares of its reference. While the partner rests a ratio says nothing.
template <bool kAtMost>
class Ratio final : public Rule {
 public:
  Line line(const RuleSettings& s, const Moment& m) const override {
    if (!works(s, m)) return {.judged = false};
    return {.uv = s.ratio * onOurScale(s, *m.partner)};
  }
  float level(double envelopeUv, const Line& line, const Moment&) const override {
    return kAtMost ? levelBelow(envelopeUv, line.uv) : levelAbove(envelopeUv, line.uv);
  }
  bool across(double envelopeUv, const Line& line, const Moment&, double hysteresis, bool was) const override {
    return kAtMost ? isBelow(envelopeUv, line.uv, hysteresis, was) : isAbove(envelopeUv, line.uv, hysteresis, was);
  }
  bool place(double uv, const Moment& m, RuleSettings& s) const override {
    if (!works(s, m)) return false;
    s.ratio = uv / onOurScale(s, *m.partner);
    return true;
  }
  void ease(double factor, RuleSettings& s) const override { s.ratio *= kAtMost ? factor : 1 / factor; }
};
}  // namespace

std::unique_ptr<Rule> makeRatioBelow() { return std::make_unique<Ratio<true>>(); }
std::unique_ptr<Rule> makeRatioAbove() { return std::make_unique<Ratio<false>>(); }

}  // namespace tonus::feedback
