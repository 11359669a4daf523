#pragma once
// The Backyard Brains boxes that speak the same stream, and what is known of each.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tonus::drivers::byb_spikerbox {

/// The SpikerShield's timer: 16 MHz / 8 / 199, shared by its channels.
inline constexpr double kShieldRateHz = 16e6 / 8 / 199;

struct Box {
  std::string_view hardware;  ///< HWT; empty = it has no answer to that (SpikerShield V1.1)
  std::string_view model;
  std::uint32_t channelsN = 0;
  double sampleRateHz = 0;
  unsigned bits = 10;
  bool needsStart = false;  ///< "start:;" before it streams
};

/// Every box, with the channels it starts with.
std::span<const Box> boxes();
/// Null: not known.
const Box* findBox(std::string_view hardware);
/// The same box with 2–4 channels (more than two halve the rate of some), or a shield with 1–6.
Box withChannels(Box box, std::uint32_t channelsN);
/// The value of a key in "FWV:1.11;HWT:MUSCLESB;"; nothing where it is not there.
std::optional<std::string> valueOf(std::string_view answer, std::string_view key);

}  // namespace tonus::drivers::byb_spikerbox
