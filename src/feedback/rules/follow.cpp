#include "rules/level.h"
#include "rules/rows.h"

namespace tonus::feedback {

namespace {
double shareAt(const std::vector<CurvePoint>& curve, double tS) {
  if (curve.empty()) return 1;
  const auto after = std::ranges::upper_bound(curve, tS, {}, &CurvePoint::atS);
  if (after == curve.begin()) return curve.front().share;
  if (after == curve.end()) return curve.back().share;
  const CurvePoint& before = *std::prev(after);
  return before.share + (tS - before.atS) / (after->atS - before.atS) * (after->share - before.share);
}

// A band around the curve. The display shows how hard the muscle works, so the level is linear and no measure of
// success; its own target curve runs on the same scale.
class Follow final : public Rule {
 public:
  Line line(const RuleSettings& s, const Moment& m) const override {
    const double top = Rule::line(s, m).uv;
    if (top <= 0) return {};
    const double share = shareAt(s.curve, m.stageS);
    return {.uv = share * top,
            .lowerUv = (share - s.bandOfLine) * top,
            .upperUv = (share + s.bandOfLine) * top,
            .topUv = top};
  }
  float level(double envelopeUv, const Line& line, const Moment&) const override {
    if (line.topUv <= 0) return 0;
    return static_cast<float>(std::clamp(core::kTargetLevel * envelopeUv / line.topUv, 0.0, 1.0));
  }
  bool across(double envelopeUv, const Line& line, const Moment&, double hysteresis, bool was) const override {
    const double give = was ? hysteresis * line.topUv : 0;
    return line.topUv > 0 && envelopeUv >= line.lowerUv - give && envelopeUv <= line.upperUv + give;
  }
  void ease(double factor, RuleSettings& s) const override { s.bandOfLine *= factor; }
};
}  // namespace

std::unique_ptr<Rule> makeFollow() { return std::make_unique<Follow>(); }

}  // namespace tonus::feedback
