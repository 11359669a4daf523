#include <algorithm>
#include <array>

#include "rules/rows.h"

namespace tonus::feedback {

std::span<const RuleRow> ruleRegistry() {
  static constexpr std::array<RuleRow, 3> kRows{{
      {"below", "stay below the line", makeBelow},
      {"above", "rise above the line", makeAbove},
      {"inside", "stay between the lines", makeInside},
  }};
  return kRows;
}

std::unique_ptr<Rule> makeRule(std::string_view kind) {
  for (const RuleRow& row : ruleRegistry())
    if (row.kind == kind) return row.make();
  return nullptr;
}

}  // namespace tonus::feedback
