#pragma once
// The one value that recorder, screen, sound and network all receive for the same sample indices.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tonus/core/block.h"
#include "tonus/core/channel_list.h"
#include "tonus/core/quality.h"

namespace tonus::core {

/// Append only: stored sessions name them. kReference: contractions to normalise by; kWorkRest: counted repetitions;
/// kTest: a scripted movement without feedback; kTask: daily work; kChallenge: stress, from which kRecovery recovers.
enum class PhaseKind : std::uint8_t {
  kSettle, kBaseline, kTrial, kRest, kTransfer, kEndBaseline, kFree,
  kSetUp, kNoiseFloor, kReference, kWorkRest, kTest, kTask, kChallenge, kRecovery, kRating,
};

/// One part of a phase that goes round: work and rest; raise, hold, lower, rest.
struct StageInfo {
  std::string name;            ///< for the clinician: "Raise"
  std::string cue;             ///< for the patient
  std::int64_t durationFrames = 0;
  bool work = true;            ///< false: the muscle may rest, nothing is scored

  friend bool operator==(const StageInfo&, const StageInfo&) = default;
};

/// One step of a protocol as the patient meets it. Shared and immutable while a session runs.
struct PhaseInfo {
  std::uint32_t index = 0;
  PhaseKind kind = PhaseKind::kFree;
  std::string name;            ///< for the clinician: "Trial 2"
  std::string cue;             ///< for the patient, at most seven words: "Let your forehead be soft"
  std::int64_t durationFrames = 0;  ///< 0 = open-ended
  bool feedback = true;        ///< the patient sees the level
  bool sound = true;           ///< the patient hears it
  bool scored = true;          ///< counts for time in target
  bool up = false;             ///< the muscle is to work; false: to let go
  std::vector<StageInfo> stages;    ///< once round is one repetition; empty for most phases
  std::uint32_t repsN = 0;          ///< how many repetitions; 0 = not counted
  std::uint32_t part = 0;           ///< position of the protocol's phase this is a step of
  std::string id;                   ///< of that phase: the same for all its steps, rests between them excepted (empty)
  std::string marker;               ///< "pre_baseline"; empty = none
  std::string posture;              ///< "stand"; empty = not said
  std::int32_t channel = -1;        ///< the one it is about; -1 = all
  std::vector<double> targetPercents;  ///< of the reference; repetition i has target i, round again
  bool submaximal = false;          ///< a reference of a steady hold, not of the strongest contraction
  double breathsPerMin = 0;         ///< paced breath; 0 = none

  friend bool operator==(const PhaseInfo&, const PhaseInfo&) = default;
};

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
  std::shared_ptr<const PhaseInfo> phase;  ///< never null in a running session
};

struct MetricValue {
  std::uint16_t metric = 0;   ///< position in dsp's metric registry
  std::uint16_t channel = 0;
  SampleIndex at;             ///< end of the window it describes
  double value = 0;

  friend bool operator==(const MetricValue&, const MetricValue&) = default;
};

/// One verdict for all channels.
struct QualityFrame {
  SampleIndex at;                          ///< end of the 100 ms it describes
  ChannelList<ChannelQuality> channels;
};

enum class EventKind : std::uint8_t { kPhase, kMarker, kNote, kThreshold, kPause, kResume, kGap, kDevice, kFault, kStart, kStop,
                                      kLeadOff, kFilter, kUpperEdge, kExtend, kNoiseFloor, kReference, kRatio, kLock, kEntry };

/// Anything that happened at a frame. kThreshold: channel and value (µV); text = the law that moved it ("baseline",
/// "adaptive"), empty when a person did. kPhase: a step begins, text = name; value = 1 when a person went on, 2 repeated it,
/// 3 went back. kMarker: value = 1 when the protocol set it. kExtend: value = seconds the step was made longer by.
/// kNoiseFloor, kReference: channel, µV, text = how it was made; empty = entered by a person. kRatio: as kThreshold, a
/// ratio. kLock: channel, value = 1 when its law may not move. kEntry: a number somebody gave, text = what ("pain_nrs"). kGap: value = frames lost. kLeadOff: text
/// = hexadecimal mask of channels the device calls off from here on. kFilter: text = the chain's settings from here on, as
/// session::toJson gives them. kUpperEdge: channel and value (µV) of the upper edge of a band, set by a person.
struct SessionEvent {
  SampleIndex at;
  EventKind kind = EventKind::kMarker;
  std::int32_t channel = -1;
  double value = 0;
  std::string text;

  friend bool operator==(const SessionEvent&, const SessionEvent&) = default;
};

/// Immutable once published (shared_ptr<const ProcessedBlock>). All sample vectors are framesN × channelsN,
/// frame-major. Vectors keep their capacity when the pool reuses a block.
struct ProcessedBlock {
  SampleIndex first;
  std::uint32_t framesN = 0;
  std::uint32_t channelsN = 0;
  double sampleRateHz = 0;
  SteadyTime arrival{};
  std::uint64_t lostBefore = 0;
  bool lossEstimated = false;
  bool paused = false;                          ///< recorded, but feedback and statistics rest
  std::vector<std::int32_t> counts;             ///< as received
  std::vector<double> rawUv;                    ///< (count - offset) * scale
  std::vector<double> filteredUv;
  std::vector<double> envelopeUv;               ///< trailing RMS of filteredUv
  std::vector<FeedbackFrame> feedback;          ///< one per feedback hop that ends in this block
  std::vector<ChannelFeedback> channelFeedback; ///< feedback.size() × channelsN
  std::vector<QualityFrame> quality;            ///< one per quality hop that ends in this block
  std::vector<MetricValue> metrics;             ///< values whose hop ends in this block
  std::vector<SessionEvent> events;             ///< ordered by `at`

  SampleIndex end() const { return first + framesN; }
  void clear();
};

using BlockPtr = std::shared_ptr<const ProcessedBlock>;

}  // namespace tonus::core
