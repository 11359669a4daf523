#pragma once
// Anything that happened at a frame of a session.

#include <cstdint>
#include <string>
#include <string_view>

#include "tonus/core/block.h"

namespace tonus::core {

/// Append only: stored sessions name them. `channel`, `value` and `text` mean:
enum class EventKind : std::uint8_t {
  kPhase,       ///< a step begins; text = its name; value = 1 a person went on, 2 repeated it, 3 went back
  kMarker,      ///< value = 1 when the protocol set it ("pre_baseline"; "rest due": a law's alarm for a rest began)
  kNote,
  kThreshold,   ///< channel, µV; text = the law that moved it ("adaptive"), empty when a person did, kOfPhase when a
                ///< person moved the line of a phase's own rule
  kPause,
  kResume,
  kGap,         ///< value = frames lost
  kDevice,
  kFault,
  kStart,
  kStop,
  kLeadOff,     ///< text = hexadecimal mask of channels the device calls off from here on
  kFilter,      ///< text = the chain's settings from here on, as session::toJson gives them
  kUpperEdge,   ///< channel, µV: the upper edge of a band, set by a person; text = empty or kOfPhase
  kExtend,      ///< value = seconds the step was made longer by
  kNoiseFloor,  ///< channel, µV; text = how it was made, empty = entered by a person
  kReference,   ///< as kNoiseFloor; 0 = the one before was no contraction and is taken back
  kRatio,       ///< as kThreshold, a ratio
  kLock,        ///< channel; value = 1 when its law may not move
  kEntry,       ///< a number somebody gave; text = what ("pain_nrs")
};

/// A line that holds for one phase and for no other: the channel's own stays where it was.
inline constexpr std::string_view kOfPhase = "phase";

struct SessionEvent {
  SampleIndex at;
  EventKind kind = EventKind::kMarker;
  std::int32_t channel = -1;
  double value = 0;
  std::string text;

  friend bool operator==(const SessionEvent&, const SessionEvent&) = default;
};

}  // namespace tonus::core
