#include "repetitions.h"

#include <cmath>
#include <utility>

namespace tonus::feedback {

namespace {
std::int64_t hopsOf(double seconds, double hopS) { return std::llround(seconds / hopS); }
}  // namespace

Repetitions::Repetitions(const RuleSettings& s, double hopS, std::int64_t noticeHops)
    : hopS_(hopS), noticeHops_(noticeHops) {
  use(s);
}

void Repetitions::use(const RuleSettings& s) {
  holdHops_ = std::max<std::int64_t>(1, hopsOf(s.holdS, hopS_));
  dipHops_ = hopsOf(s.dipMs / 1000, hopS_);
  refractoryHops_ = hopsOf(s.refractoryMs / 1000, hopS_);
  dwellHops_ = std::max<std::int64_t>(1, hopsOf(s.dwellMs / 1000, hopS_));
  limitHops_ = s.kind == "contract_relax" ? std::max<std::int64_t>(1, hopsOf(s.limitS, hopS_)) : -1;
}

void Repetitions::step(const Hop& hop) {
  stepCue(hop);
  if (quiet_ > 0) --quiet_;
  if (!hop.usable) {
    interrupt();
    repDisturbed_ = true;
    return;
  }
  if (pending_ >= 0 && --pending_ < 0) ++successes_;
  stepHold(hop);
  if (limitHops_ >= 0) stepRelease(hop);
}

/// The protocol goes on to another repetition: the one before is settled.
void Repetitions::stepCue(const Hop& hop) {
  if (hop.rep == rep_) return;
  settle();
  endSpell();
  rep_ = hop.rep;
}

void Repetitions::settle() {
  if (rep_ != 0 && (repDone_ || !repDisturbed_)) {
    ++outcome_.triedN;
    outcome_.successesN += repDone_ ? 1 : 0;
  }
  rep_ = 0;
  repDone_ = repDisturbed_ = false;
}

void Repetitions::stepHold(const Hop& hop) {
  if (!hop.scored) return endSpell();
  if (!hop.inTarget) {
    if (heldHops_ == 0 || dip_ >= dipHops_) return endSpell();
    ++dip_;
    ++spell_;
    return;
  }
  dip_ = 0;
  ++heldHops_;
  ++spell_;
  if (limitHops_ >= 0 || counted_ || heldHops_ < holdHops_) return;
  counted_ = true;
  succeed(hop.rep, spell_);
}

void Repetitions::stepRelease(const Hop& hop) {
  ++begun_;
  contractedHops_ = hop.contracted ? contractedHops_ + 1 : 0;
  if (contractedHops_ == 1 && sinceContraction_ < 0) begun_ = 1;
  if (contractedHops_ >= dwellHops_) {
    sinceContraction_ = 0;
    acrossAt_ = -1;
    return;
  }
  if (sinceContraction_ < 0) return;
  ++sinceContraction_;
  if (!hop.across) {
    acrossAt_ = -1;
    return;
  }
  if (acrossAt_ < 0) acrossAt_ = sinceContraction_;
  if (!hop.inTarget) return;
  releaseS_ = static_cast<double>(acrossAt_) * hopS_;
  if (acrossAt_ <= limitHops_) succeed(hop.rep, begun_);
  sinceContraction_ = -1;
}

void Repetitions::succeed(std::uint32_t rep, std::int64_t begunHopsAgo) {
  if (rep != 0 ? repDone_ : quiet_ > 0) return;
  repDone_ = rep != 0;
  quiet_ = refractoryHops_;
  if (begunHopsAgo >= noticeHops_) {
    ++successes_;
  } else {
    pending_ = noticeHops_ - begunHopsAgo - 1;
  }
}

void Repetitions::endSpell() {
  heldHops_ = dip_ = spell_ = 0;
  counted_ = false;
}

void Repetitions::interrupt() {
  endSpell();
  if (std::exchange(pending_, -1) >= 0) repDone_ = false;
  sinceContraction_ = acrossAt_ = -1;
  contractedHops_ = 0;
}

void Repetitions::startPhase() {
  settle();
  interrupt();
  quiet_ = 0;
  successes_ = 0;
  releaseS_.reset();
}

Repetitions::Outcome Repetitions::takeOutcome() { return std::exchange(outcome_, {}); }

}  // namespace tonus::feedback
