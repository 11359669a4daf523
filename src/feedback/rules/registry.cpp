#include <algorithm>
#include <array>

#include "rules/rows.h"

namespace tonus::feedback {

Line Rule::line(const RuleSettings& s, const Moment& m) const {
  return {.uv = m.targetOfReference > 0 ? m.targetOfReference * s.referenceUv : s.thresholdUv};  // a share of nothing is no line
}

bool Rule::place(double uv, const Moment&, RuleSettings& s) const {
  s.thresholdUv = uv;
  return true;
}

std::span<const RuleRow> ruleRegistry() {
  using enum RuleGoal;
  static constexpr std::array<RuleRow, 10> kRows{{
      {"below", "stay below the line", kLess, false, makeBelow},
      {"above", "rise above the line", kMore, false, makeAbove},
      {"inside", "stay between the lines", kBetween, false, makeInside},
      {"ratio_below", "stay below a share of the other muscle", kLess, true, makeRatioBelow},
      {"ratio_above", "rise above a share of the other muscle", kMore, true, makeRatioAbove},
      {"difference_below", "stay close below the other muscle", kLess, true, makeDifferenceBelow},
      {"difference_above", "stay clear above the other muscle", kMore, true, makeDifferenceAbove},
      {"above_quiet", "rise while the other muscle stays quiet", kMore, true, makeAboveQuiet},
      {"contract_relax", "contract, then let go quickly", kLess, false, makeContractRelax},
      {"follow", "follow the curve", kBetween, false, makeFollow},
  }};
  return kRows;
}

const RuleRow* findRule(std::string_view kind) {
  const auto rows = ruleRegistry();
  const auto row = std::ranges::find(rows, kind, &RuleRow::kind);
  return row == rows.end() ? nullptr : &*row;
}

std::unique_ptr<Rule> makeRule(std::string_view kind) {
  const RuleRow* row = findRule(kind);
  return row ? row->make() : nullptr;
}

double lineValue(const RuleSettings& s) {
  if (s.kind.starts_with("ratio_")) return s.ratio;
  return s.kind.starts_with("difference_") ? s.differenceUv : s.thresholdUv;
}

void setLineValue(RuleSettings& s, double value) {
  if (s.kind.starts_with("ratio_")) {
    s.ratio = value;
  } else {
    (s.kind.starts_with("difference_") ? s.differenceUv : s.thresholdUv) = value;
  }
}

}  // namespace tonus::feedback
