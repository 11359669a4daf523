#pragma once
// BITalino (r)evolution: frames of 3–8 bytes, channels packed from the end, a 4-bit sequence number and a 4-bit CRC in
// the last byte. Channels A1–A4 have 10 bits, A5 and A6 have 6. Microvolts are those of BITalino's EMG sensor.

#include <cstdint>
#include <optional>
#include <span>

#include "wire/packet_decoder.h"

namespace tonus::drivers::bitalino {

inline constexpr std::uint32_t kMaxChannels = 6;
inline constexpr double kDefaultRateHz = 1000;

/// Of a whole frame.
bool crcFits(wire::Bytes frame);

/// Bytes a frame of this many channels (1–6) has.
std::size_t frameBytes(std::uint32_t channelsN);

class Decoder final : public wire::PacketDecoder {
 public:
  Decoder(wire::KeepCounters keep, std::uint32_t channelsN, double sampleRateHz = kDefaultRateHz);

 private:
  void unpack(wire::Bytes packet, std::span<std::int32_t> counts) override;
  void noteEvents(wire::Bytes packet) override;
  void forget() override { digital_.reset(); }

  std::optional<unsigned> digital_;
};

}  // namespace tonus::drivers::bitalino
