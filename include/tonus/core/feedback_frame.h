#pragma once
// What a patient display or a sound is given, and what one channel's bar shows.

#include <array>
#include <cstdint>
#include <memory>

#include "tonus/core/block.h"
#include "tonus/core/phase_info.h"
#include "tonus/core/quality.h"

namespace tonus::core {

/// One channel at one feedback hop: what its bar shows.
struct ChannelFeedback {
  float envelopeUv = 0;      ///< RMS over the envelope window
  float thresholdUv = 0;     ///< of the rule at that moment
  float level = 0;           ///< 0 far from the goal … kTargetLevel at the threshold … 1 well past it
  bool inTarget = false;     ///< after hysteresis and dwell; never true while not usable
  ChannelQuality quality;

  friend bool operator==(const ChannelFeedback&, const ChannelFeedback&) = default;
};

/// Where the line is on every level display: level >= kTargetLevel is at or past the threshold.
inline constexpr float kTargetLevel = 0.7F;

/// What the patient is given. A patient display or a sound knows nothing else.
struct FeedbackFrame {
  SampleIndex at;                          ///< end of the hop
  SteadyTime arrival{};                    ///< of the block that completed the hop (latency is measured from here)
  float level = 0;                         ///< worst of the trained channels, see ChannelFeedback::level
  bool inTarget = false;                   ///< all trained channels in target
  bool usable = false;                     ///< false: "signal not usable", no reward
  bool paused = false;
  ChannelQuality quality;                  ///< of the worst trained channel, for the words
  std::uint16_t worstChannel = 0;          ///< whose `quality` that is
  float rewardS = 0;                       ///< confirmed seconds in target, this phase
  float scoredS = 0;                       ///< seconds that could have been in target, this phase
  std::uint32_t reps = 0;                  ///< repetitions that reached their goal, this phase
  std::uint32_t rep = 0;                   ///< the one going on, from 1; 0 = none
  std::int32_t stage = -1;                 ///< of phase->stages; -1 = none
  float stageLeftS = -1;
  float heldS = 0;                         ///< in target without a break up to now
  float timeLeftS = -1;                    ///< of the phase; -1 open-ended
  float follow = -1;                       ///< a target curve's place now, on the scale of `level`; -1 = none
  std::array<float, 4> ahead{-1, -1, -1, -1};  ///< `follow` 1, 2, 3 and 4 s from now; -1 = not known
  float breath = -1;                       ///< paced breath: 0 empty … 1 full; -1 = none
  std::array<float, 2> pair{-1, -1};       ///< levels of the first two trained channels; -1 = fewer are trained
  float restShare = -1;                    ///< of this phase at rest, of the muscle that rests least, where a law asks for
                                           ///< rests; -1 = none does, or less than a second to say it of
  bool restDue = false;                    ///< such a law's alarm: a muscle is active without a rest for too long, in a
                                           ///< phase that is seen or heard
  std::shared_ptr<const PhaseInfo> phase;  ///< never null in a running session
};

}  // namespace tonus::core
