#pragma once
// The 33-byte packet of an OpenBCI Cyton as its dongle sends it: A0, counter, 8 × 24 bit big-endian, 6 bytes whose
// meaning the last byte (C0…C6) gives. No checksum.

#include <cstdint>
#include <string>

#include "tonus/core/block.h"
#include "wire/packet_scanner.h"

namespace tonus::drivers::openbci_cyton {

inline constexpr std::size_t kBoardChannels = 8;
inline constexpr std::size_t kPacketBytes = 33;
inline constexpr std::size_t kAuxAt = 26;
inline constexpr std::uint8_t kRawAux = 0xC1;
inline constexpr double kPacketsPerSecond = 250;
inline constexpr double kDefaultGain = 24;

const wire::PacketShape& packetShape();

/// 4.5 V / gain / (2^23 - 1) a count, in µV.
core::ChannelFormat channelFormat(double gain);

/// In marker mode a marker fills the first two bytes of one packet's aux, and nothing else does.
class MarkerWatch {
 public:
  /// The marker this packet brings, 0 = none.
  int next(wire::Bytes packet);
  void reset() { wasQuiet_ = true; }

 private:
  bool wasQuiet_ = true;
};

}  // namespace tonus::drivers::openbci_cyton
