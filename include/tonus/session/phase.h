#pragma once
// One phase of a protocol, as its file says it. The runner makes steps of it (core::PhaseInfo).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/feedback/rule.h"

namespace tonus::session {

/// One part of a phase that goes round.
struct Stage {
  std::string name;
  std::string cue;
  double durationS = 0;
  bool work = true;

  friend bool operator==(const Stage&, const Stage&) = default;
};

struct Phase {
  core::PhaseKind kind = core::PhaseKind::kFree;
  std::string name;                  ///< for the clinician: "Trial"
  std::string cue;                   ///< for the patient, at most seven words
  double durationS = 0;              ///< of one pass; 0 = until somebody goes on, or as the stages say
  bool feedback = true;              ///< the patient sees the level
  bool scored = false;               ///< counts for time in target
  bool sound = false;                ///< the patient hears it
  std::string id{};                    ///< unique in the protocol
  std::string instruction{};           ///< for the clinician
  std::string marker{};                ///< written into the record where the phase begins: "pre_baseline"
  std::string posture{};               ///< "stand"
  std::uint32_t repeat = 1;          ///< passes
  double restS = 0;                  ///< between passes
  std::vector<Stage> stages{};         ///< once round = one repetition
  std::uint32_t reps = 0;            ///< with stages
  bool submaximal = false;           ///< a reference: a steady hold, not the strongest
  double breathsPerMin = 0;          ///< paced breath for displays that show it; 0 = none
  bool perChannel = false;           ///< one pass for each channel in use, by itself
  std::vector<double> targetPercents{};  ///< of the reference; repetition i has target i (round again)
  std::vector<std::string> asks{};     ///< what is asked or measured by hand: "pain_nrs", "rom_deg"
  std::optional<bool> up{};            ///< the muscle is to work; else as the goal says
  std::optional<feedback::RuleSettings> rule{};  ///< of its own (feedback::Engine::startPhase); none = by each channel's

  friend bool operator==(const Phase&, const Phase&) = default;
};

}  // namespace tonus::session
