#pragma once
// Whether a channel's signal may be believed. Decided in dsp, obeyed by feedback, shown and stored by all.

#include <cstdint>
#include <string_view>

namespace tonus::core {

/// Reasons add up as bits; the lowest set bit is the one to show first.
enum class QualityReason : std::uint16_t {
  kLost = 1u << 0,          ///< samples are missing here
  kElectrodeOff = 1u << 1,  ///< the device says so, or the input floats
  kFlat = 1u << 2,          ///< no change at all: nothing is connected or the input is stuck
  kClipping = 1u << 3,      ///< the amplifier is at its limit
  kMotion = 1u << 4,        ///< low-frequency swing far larger than the muscle
  kMains = 1u << 5,         ///< 50/60 Hz hum above the muscle
  kSettling = 1u << 6,      ///< filters are still warming up
  kSuspect = 1u << 7,       ///< the newest samples look wrong; the next verdict will say what it is
  kOnlyNoise = 1u << 8,     ///< no more than skin and electronics give by themselves: a muscle at rest and a lead on
                            ///< nothing look the same here (said by feedback, where the noise floor is known)
};

/// One channel, ten times a second. Usable means: feedback and statistics may use it.
struct ChannelQuality {
  std::uint16_t reasons = 0;

  bool usable() const { return reasons == 0; }
  bool has(QualityReason r) const { return (reasons & static_cast<std::uint16_t>(r)) != 0; }
  void add(QualityReason r) { reasons |= static_cast<std::uint16_t>(r); }
  friend bool operator==(ChannelQuality, ChannelQuality) = default;
};

/// "good", "electrode off", … in words for a person; the first reason only.
std::string_view describe(ChannelQuality q);
/// What to do about it, in one short sentence; empty when usable.
std::string_view advice(ChannelQuality q);

}  // namespace tonus::core
