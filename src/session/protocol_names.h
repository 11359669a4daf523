#pragma once
// Words of protocol files and the values they stand for.

#include <array>
#include <string_view>

#include "tonus/session/protocol.h"

namespace tonus::session {

struct PhaseKindName {
  core::PhaseKind kind;
  std::string_view name;
  bool shown;   ///< seen and heard, unless the file says otherwise
  bool scored;  ///< likewise
};
inline constexpr std::array<PhaseKindName, 16> kPhaseKinds{{
    {core::PhaseKind::kSettle, "settle", false, false},
    {core::PhaseKind::kBaseline, "baseline", false, false},
    {core::PhaseKind::kTrial, "trial", true, true},
    {core::PhaseKind::kRest, "rest", false, false},
    {core::PhaseKind::kTransfer, "transfer", false, true},
    {core::PhaseKind::kEndBaseline, "end_baseline", false, false},
    {core::PhaseKind::kFree, "free", true, true},
    {core::PhaseKind::kSetUp, "set_up", false, false},
    {core::PhaseKind::kNoiseFloor, "noise_floor", false, false},
    {core::PhaseKind::kReference, "reference", false, false},
    {core::PhaseKind::kWorkRest, "work_rest", true, true},
    {core::PhaseKind::kTest, "test", false, false},
    {core::PhaseKind::kTask, "task", false, true},
    {core::PhaseKind::kChallenge, "challenge", false, false},
    {core::PhaseKind::kRecovery, "recovery", false, false},
    {core::PhaseKind::kRating, "rating", false, false},
}};

template <class T>
struct NameOf {
  T value;
  std::string_view name;
};
inline constexpr std::array<NameOf<ChannelRole>, 4> kRoles{{{ChannelRole::kTrainDown, "train_down"},
                                                            {ChannelRole::kTrainUp, "train_up"},
                                                            {ChannelRole::kTrainHold, "train_hold"},
                                                            {ChannelRole::kMonitor, "monitor"}}};
inline constexpr std::array<NameOf<Direction>, 4> kDirections{
    {{Direction::kDown, "down"}, {Direction::kUp, "up"}, {Direction::kRatio, "ratio"}, {Direction::kRest, "rest"}}};

}  // namespace tonus::session
