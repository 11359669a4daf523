#pragma once
// One step of a protocol as everybody downstream meets it.

#include <cstdint>
#include <string>
#include <vector>

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
  std::string rule;                 ///< kind of the rule of its own that it is judged by; empty = by each channel's

  friend bool operator==(const PhaseInfo&, const PhaseInfo&) = default;
};

}  // namespace tonus::core
