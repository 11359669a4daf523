#pragma once
// A device that exists only here, to test what carries protocols: packets "A5 counter value", one question and answer,
// start and stop by one letter. Parameters make several kinds of it that share an id.

#include <memory>
#include <string>

#include "transport/device_protocol.h"

namespace tonus::rig {

struct ToyKind {
  std::uint32_t baud = 115'200;
  std::string question = "WHO\n";
  std::string answer = "TOY\n";
  bool speaksUnasked = false;  ///< recognised by its stream, at its baud
  bool needsReset = false;     ///< 2 s after DTR before it can answer
  bool boardOff = false;       ///< answers, but cannot stream now
};

inline constexpr double kToyRateHz = 1000;
inline constexpr std::size_t kToyPacketBytes = 3;

std::unique_ptr<drivers::transport::DeviceProtocol> makeToy(ToyKind kind);

/// What the toy sends at byte `n` of its stream.
std::uint8_t toyByteAt(std::uint64_t n);

}  // namespace tonus::rig
