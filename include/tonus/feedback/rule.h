#pragma once
// When is a muscle where it should be? One rule a channel; adding a kind = one file in src/feedback/rules/ and one row.
// Whatever a rule compares with, it gives as a line in µV at that hop.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tonus::feedback {

/// Of a target curve: straight lines between the points, level before the first and after the last.
struct CurvePoint {
  double atS = 0;    ///< since the stage began (a phase without stages: the phase)
  double share = 0;  ///< of the line, which is the curve's 1

  friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

struct RuleSettings {
  std::string kind = "below";     ///< row of the rule registry
  double thresholdUv = 0;         ///< the line; lower edge for "inside". 0 = not set yet: never in target
  double upperUv = 0;             ///< upper edge, "inside" only; 0 = kBandOfLine times the line, once that is set
  double hysteresis = 0.05;       ///< fraction of the threshold to go back across before the state changes
  double dwellMs = 300;           ///< the envelope must stay across this long before it counts

  double recoverMs = 0;           ///< after the signal was not usable, neither success nor failure for so long: what
                                  ///< disturbed it may still be in the envelope

  // What counts as a repetition (of all trained channels together: the first trained channel's settings).
  double holdS = 3;               ///< in target this long without a break
  double dipMs = 0;               ///< out of target for less than this does not break a hold (and does not count for it)
  double refractoryMs = 0;        ///< after a success none for this long

  // What is known of the channel.
  double referenceUv = 0;         ///< of its reference contraction; 0 = none: not normalised
  double noiseUv = 0;             ///< of skin and electronics, without the muscle; 0 = not known. See kNoiseGate

  // Rules of two channels.
  std::int32_t partner = -1;      ///< index of the other channel
  double ratio = 1;               ///< ratio_…: this channel over the partner, each by its reference where both have one
  double leastActivity = 0.05;    ///< ratio_…: a partner below this × its reference says nothing
  double leastActivityUv = 0;     ///< ratio_…: or below this; what is left without a reference
  double differenceUv = 0;        ///< difference_…: this channel less the partner, in µV of this channel

  // contract_relax
  double contractUv = 0;          ///< a contraction reaches this; 0 = kContractOfLine × the line
  double limitS = 0.5;            ///< from leaving contractUv to the line: faster is a success

  // follow
  std::vector<CurvePoint> curve;
  double bandOfLine = 0.15;       ///< so far beside the curve is still on it, in shares of the line

  friend bool operator==(const RuleSettings&, const RuleSettings&) = default;
};

/// Height of a band whose upper edge nobody chose: an octave. A convention.
inline constexpr double kBandOfLine = 2.0;
inline constexpr double kContractOfLine = 3.0;
/// An envelope that stays below this × noiseUv, as steady as noise is, cannot be told from noise: it is never a success of
/// a rule that asks for less, and the channel says so (kOnlyNoise).
inline constexpr double kNoiseGate = 1.25;

/// Another channel at one hop.
struct Partner {
  double envelopeUv = 0;
  double lineUv = 0;       ///< where its own rule has its line
  double referenceUv = 0;
  bool usable = false;
};

/// What a rule may know of a hop beside its own envelope.
struct Moment {
  const Partner* partner = nullptr;  ///< null: there is none
  double stageS = 0;                 ///< since the stage or phase began
  double targetOfReference = 0;      ///< this repetition's own line as a share of the reference (none without one);
                                     ///< 0 = the rule's line
};

/// Where a rule has its line at a hop.
struct Line {
  double uv = 0;        ///< 0 = not set: never in target (follow: the curve, which may be at 0)
  double lowerUv = 0;   ///< follow: of the band around the curve; may be below 0
  double upperUv = 0;   ///< of a band; 0 = none
  double topUv = 0;     ///< follow: the curve's 1; contract_relax: where a contraction begins
  bool judged = true;   ///< false: neither success nor failure, such as a ratio to a muscle at rest
};

enum class RuleGoal : std::uint8_t { kLess, kMore, kBetween };

/// Pure: no state, no clock.
class Rule {
 public:
  virtual ~Rule() = default;
  virtual Line line(const RuleSettings& s, const Moment& m) const;
  /// 0 far from the goal, core::kTargetLevel at the line, 1 well past it; monotone towards the goal. "follow" only:
  /// how hard the muscle works, core::kTargetLevel at the curve's 1.
  virtual float level(double envelopeUv, const Line& line, const Moment& m) const = 0;
  /// Across the line? `was` selects the side of the hysteresis.
  virtual bool across(double envelopeUv, const Line& line, const Moment& m, double hysteresis, bool was) const = 0;
  /// Moves what the settings say so that the line is at `uv` at this moment; false where that is not possible.
  virtual bool place(double uv, const Moment& m, RuleSettings& s) const;
  /// More than 1: easier by this factor; less: harder. A line moves by the factor, a band widens by it.
  virtual void ease(double factor, RuleSettings& s) const = 0;
};

struct RuleRow {
  std::string_view kind;
  std::string_view name;       ///< "stay below the line"
  RuleGoal goal;
  bool ofTwo;                  ///< needs a partner
  std::unique_ptr<Rule> (*make)();
};
/// below, above, inside, ratio_below, ratio_above, difference_below, difference_above, above_quiet, contract_relax, follow
std::span<const RuleRow> ruleRegistry();
/// Null for an unknown kind.
std::unique_ptr<Rule> makeRule(std::string_view kind);
const RuleRow* findRule(std::string_view kind);

/// The one number by which a rule's line is moved: a ratio, a difference in µV, else the line in µV.
double lineValue(const RuleSettings& s);
void setLineValue(RuleSettings& s, double value);

}  // namespace tonus::feedback
