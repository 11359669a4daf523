#pragma once
// When is a muscle where it should be? One rule a channel; adding a kind = one file in src/feedback/rules/ and one row.

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tonus::feedback {

struct RuleSettings {
  std::string kind = "below";     ///< row of the rule registry: below, above, inside
  double thresholdUv = 0;         ///< the line; lower edge for "inside". 0 = not set yet: never in target
  double upperUv = 0;             ///< upper edge, "inside" only; 0 = kBandOfLine times the line, once that is set
  double hysteresis = 0.05;       ///< fraction of the threshold to go back across before the state changes
  double dwellMs = 300;           ///< the envelope must stay across this long before it counts

  friend bool operator==(const RuleSettings&, const RuleSettings&) = default;
};

/// Height of a band whose upper edge nobody chose: an octave. A convention.
inline constexpr double kBandOfLine = 2.0;

/// Pure: no state, no clock.
class Rule {
 public:
  virtual ~Rule() = default;
  /// 0 far from the goal, core::kTargetLevel at the line, 1 well past it; monotone towards the goal.
  virtual float level(double envelopeUv, const RuleSettings& s) const = 0;
  /// Across the line? `was` selects the side of the hysteresis.
  virtual bool across(double envelopeUv, const RuleSettings& s, bool was) const = 0;
};

struct RuleRow {
  std::string_view kind;
  std::string_view name;       ///< "stay below the line"
  std::unique_ptr<Rule> (*make)();
};
std::span<const RuleRow> ruleRegistry();
/// Null for an unknown kind.
std::unique_ptr<Rule> makeRule(std::string_view kind);

}  // namespace tonus::feedback
