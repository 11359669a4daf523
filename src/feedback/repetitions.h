#pragma once
// What counts as a repetition: a hold in target, or a contraction that was let go of quickly enough. Counted once for
// each repetition that the protocol asks for, or freely. A state machine on hops.

#include <cstdint>
#include <optional>

#include "tonus/feedback/rule.h"

namespace tonus::feedback {

class Repetitions {
 public:
  /// `s`: of the first trained channel. A success stands once `noticeHops` have gone by since it began without a verdict
  /// that the signal is not usable.
  Repetitions(const RuleSettings& s, double hopS, std::int64_t noticeHops);

  struct Hop {
    bool usable = false;      ///< and not paused
    bool scored = false;      ///< the phase counts, and so does this stage of it
    bool inTarget = false;    ///< after the dwell
    bool across = false;      ///< before it
    bool contracted = false;  ///< contract_relax: all its channels have reached their contraction
    std::uint32_t rep = 0;
  };
  void step(const Hop& hop);
  void startPhase();
  /// Another rule judges from here on: its hold, dip, refractory time and limit.
  void use(const RuleSettings& s);
  void interrupt();

  std::uint32_t successes() const { return successes_; }
  double heldS() const { return static_cast<double>(heldHops_) * hopS_; }
  std::optional<double> releaseS() const { return releaseS_; }

  /// Repetitions that were over since the last call, of those the protocol asked for.
  struct Outcome {
    std::uint32_t triedN = 0, successesN = 0;
  };
  Outcome takeOutcome();

 private:
  void stepCue(const Hop& hop);
  void stepHold(const Hop& hop);
  void stepRelease(const Hop& hop);
  void succeed(std::uint32_t rep, std::int64_t begunHopsAgo);
  void endSpell();
  void settle();

  double hopS_;
  std::int64_t noticeHops_;
  std::int64_t holdHops_ = 1, dipHops_ = 0, refractoryHops_ = 0, dwellHops_ = 1;
  std::int64_t limitHops_ = -1;          // contract_relax only

  std::int64_t heldHops_ = 0, dip_ = 0, spell_ = 0;
  bool counted_ = false;                 // this spell
  std::int64_t quiet_ = 0;               // of the refractory time, left
  std::int64_t contractedHops_ = 0;
  std::int64_t sinceContraction_ = -1;   // -1: nothing to let go of
  std::int64_t acrossAt_ = -1;           // sinceContraction_ when the line was crossed
  std::int64_t begun_ = 0;               // hops since the contraction began
  std::optional<double> releaseS_;

  std::int64_t pending_ = -1;            // a success that waits for its verdicts; -1 = none
  std::uint32_t successes_ = 0;
  std::uint32_t rep_ = 0;                // the one going on
  bool repDone_ = false;
  bool repDisturbed_ = false;            // the signal was not usable in its work
  Outcome outcome_;
};

}  // namespace tonus::feedback
