#include <cmath>

#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
// Inside the band the level rises from the line at either edge to 1 in the middle.
class Inside final : public Rule {
 public:
  Line line(const RuleSettings& s, const Moment& m) const override {
    Line line = Rule::line(s, m);
    line.upperUv = m.targetOfReference > 0 ? line.uv * bandOf(s) : s.upperUv;
    return line;
  }
  float level(double envelopeUv, const Line& l, const Moment&) const override {
    if (l.uv <= 0 || l.upperUv <= l.uv || envelopeUv <= 0) return 0;
    if (envelopeUv < l.uv) return levelAt(std::log2(envelopeUv / l.uv));
    if (envelopeUv > l.upperUv) return levelAt(std::log2(l.upperUv / envelopeUv));
    const double half = (l.upperUv - l.uv) / 2;
    const double off = std::abs(envelopeUv - (l.uv + half)) / half;
    return static_cast<float>(1 - (1 - core::kTargetLevel) * off);
  }
  bool across(double envelopeUv, const Line& l, const Moment&, double hysteresis, bool was) const override {
    const double give = was ? hysteresis : 0;
    return l.uv > 0 && l.upperUv > l.uv && envelopeUv >= l.uv * (1 - give) && envelopeUv <= l.upperUv * (1 + give);
  }
  // A band keeps its width when its lower line is dragged.
  bool place(double uv, const Moment& m, RuleSettings& s) const override {
    if (s.upperUv > 0 && s.thresholdUv > 0) s.upperUv *= uv / s.thresholdUv;
    Rule::place(uv, m, s);
    if (s.upperUv <= 0) s.upperUv = kBandOfLine * uv;
    return true;
  }
  void ease(double factor, RuleSettings& s) const override {
    if (s.thresholdUv <= 0 || s.upperUv <= s.thresholdUv) return;
    const double middle = std::sqrt(s.thresholdUv * s.upperUv), half = std::log(s.upperUv / middle) * factor;
    s.thresholdUv = middle * std::exp(-half);
    s.upperUv = middle * std::exp(half);
  }

 private:
  static double bandOf(const RuleSettings& s) {
    return s.upperUv > 0 && s.thresholdUv > 0 ? s.upperUv / s.thresholdUv : kBandOfLine;
  }
};
}  // namespace

std::unique_ptr<Rule> makeInside() { return std::make_unique<Inside>(); }

}  // namespace tonus::feedback
