#pragma once
// How a patient who learns by feedback lets go, or tightens where the feedback asks for that: an invented model, made to
// look like training, not to predict anyone.

#include "simulator/random.h"
#include "tonus/core/processed.h"

namespace tonus::drivers {

/// What reached the patient's eyes and ears at one moment.
struct FeedbackSeen {
  bool fresh = false;     ///< given since the last step
  bool shown = false;     ///< the phase shows feedback or sounds it, the signal is usable, nothing is paused
  bool inTarget = false;
  float level = 0;
  core::PhaseKind kind = core::PhaseKind::kFree;
  bool up = false;        ///< the phase says: the muscle is to work
  bool staged = false;    ///< the phase goes in stages
  bool working = false;   ///< this one is of work
  int stage = -1;         ///< its position
  bool moving = false;    ///< one of rest, right before or after one of work in which to let go
  int channel = -1;       ///< the one that the phase is about; -1 = all
  double targetShare = 0; ///< of the reference, this repetition's own; 0 = none
  bool restDue = false;   ///< daily work has gone on without a rest for too long
};

class Relaxation {
 public:
  Relaxation(double learning, Random random) : learning_(learning), random_(random) {}

  void step(double dtS, const FeedbackSeen& seen);

  /// 0 as tense as at the start … 1 as soft as it gets … -1 as much tenser as 1 is softer.
  double depth() const { return depth_ + searching_; }

 private:
  void stepAttention(double dtS);
  void findDirection(double dtS, double level, bool toldUp);

  double learning_;
  Random random_;
  double skill_ = 0;       // knows the way: only grows
  double depth_ = 0;
  double searching_ = 0;   // trying this and that
  double belief_ = 1;      // above 0: softer is what the level asks for; it asks for that most often
  double usualDepth_ = 0, usualLevel_ = 0;
  double lapseLeftS_ = 0;
  double sinceFeedbackS_ = 1e9;
};

}  // namespace tonus::drivers
