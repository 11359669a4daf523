#pragma once
// How a line comes about and moves: one law a channel; adding a kind = one file in src/feedback/laws/ and one row.
// Formulas and their reasons: docs/thresholds.md.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tonus/feedback/rule.h"

namespace tonus::feedback {

/// Fields a kind does not use are left as they are.
struct LawSettings {
  std::string kind = "manual";      ///< row of the law registry
  double start = 0;                 ///< first line: × median of the baseline, × reference, or × first median ratio
  bool locked = false;              ///< moves by nobody but a person

  // adaptive: towards a share of the scored time in target
  double aim = 0.67;
  double aimLow = 0.60, aimHigh = 0.75;  ///< inside, nothing moves at a trial's border
  double everyS = 4;                ///< how often it may move within a trial; 0 = at trial borders only
  double windowS = 30;              ///< of scored, usable time, that is looked back on
  double repayS = 15;               ///< success that was too much or too little is made up for in so long; 0 = never
  double forgetS = 60;              ///< and forgotten with this time constant
  double leastMove = 0.03;          ///< within a trial no move smaller than this share of the line; more is calmer and less exact

  // shaped, reference, ratio: a staircase on repetitions
  std::uint32_t repsN = 10;         ///< looked at together
  std::uint32_t harderFrom = 8;     ///< so many successes: harder
  std::uint32_t easierBelow = 0;    ///< fewer: easier; 0 = never
  double target = 0;                ///< harder no further than this: µV, share of the reference, or ratio; 0 = no end

  double step = 0.10;               ///< largest move at once, as a share of the line
  double lowestUv = 0, highestUv = 0;   ///< limits of the line; 0 = none
  double mostOfBaseline = 1.5;      ///< adaptive: a line that asks for less is never above this × baseline, one that
                                    ///< asks for more never below its inverse
  double floorOfNoise = 1.5;        ///< no line below this × RuleSettings::noiseUv; 0 = none

  // gap: rests in daily work; the line is at `start` × reference, a rest counts after RuleSettings::dwellMs
  double restAim = 0.20;            ///< share of time at rest
  double alarmS = 0;                ///< continuous activity this long is told (Engine::restDue); 0 = never

  friend bool operator==(const LawSettings&, const LawSettings&) = default;
};

/// What is known when a line is first put.
struct Ground {
  double baselineUv = 0;   ///< median of the baseline; 0 = not known
  double referenceUv = 0;
  double baselineRatio = 0;  ///< median, of the channel and its partner while that worked
};

/// What happened since the law last moved its line, of usable time only.
struct Evidence {
  bool trialEnded = false;
  double scoredS = 0;         ///< looked back on, at most windowS
  double success = 0;         ///< share of it in target, as the present line would have it
  double fit = 1;             ///< ease (Rule::ease) that would have given aimNow
  std::uint32_t repsN = 0;    ///< repetitions tried
  std::uint32_t successesN = 0;
};

/// Pure: no state, no clock.
class ThresholdLaw {
 public:
  virtual ~ThresholdLaw() = default;
  /// The first line (µV; a ratio for rules of a ratio); 0 = nothing to go by, or none of this law's business.
  virtual double start(const LawSettings& s, const Ground& g) const = 0;
  /// The share to aim at now; `owedS`: seconds of success that were missing lately (below 0: too many).
  virtual double aimNow(const LawSettings& s, double owedS) const;
  /// Ease to apply now, 1 = stay. Limits are applied by the engine.
  virtual double move(const LawSettings& s, const Evidence& e) const = 0;
};

struct LawRow {
  std::string_view kind;
  std::string_view name;   ///< "by hand", "towards two thirds success"
  bool adapts;             ///< moves by itself after its start
  std::unique_ptr<ThresholdLaw> (*make)();
};
/// manual, baseline, reference, adaptive, shaped, ratio, gap
std::span<const LawRow> lawRegistry();
/// Null for an unknown kind.
std::unique_ptr<ThresholdLaw> makeLaw(std::string_view kind);

/// A line that the protocol moved; a person's moves are not among them.
struct LineChange {
  std::uint16_t channel = 0;
  bool ratio = false;         ///< value is RuleSettings::ratio, not µV
  double value = 0;
  std::string_view why;       ///< the law's kind: "baseline", "adaptive", …
  double success = -1;        ///< share of success it follows from, -1 = none
};

/// What a visit left of one channel.
struct VisitEnd {
  RuleSettings rule;          ///< as it stood at the end
  double baselineUv = 0;      ///< median of that visit's baseline; 0 = not taken
  double success = -1;        ///< of the last feedback trial; -1 = none
};
/// Where the next visit begins: last time's rule, its line brought to today's reference (else today's baseline, where
/// both are known), one step easier after less than aimLow success, harder after more than aimHigh, within the limits.
RuleSettings nextVisit(const VisitEnd& last, const LawSettings& law, const RuleSettings& today, double baselineUvToday = 0);

}  // namespace tonus::feedback
