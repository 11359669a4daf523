#pragma once
// OpenEEG / ModularEEG packet version 2 (Olimex SHIELD-EKG-EMG, EEG-SMT): A5 5A 02, counter, 6 × 16 bit big-endian,
// switches. The gain is a trimmer's, so counts stay counts.

#include <cstdint>
#include <optional>
#include <span>

#include "wire/packet_decoder.h"

namespace tonus::drivers::openeeg_p2 {

inline constexpr std::uint32_t kChannels = 6;
inline constexpr double kNominalRateHz = 256;
/// What the Olimex sketch really does: it asks for 256 Hz and gets whole milliseconds.
inline constexpr double kOlimexRateHz = 250;

const wire::PacketShape& packetShape();

class Decoder final : public wire::PacketDecoder {
 public:
  explicit Decoder(wire::KeepCounters keep, double sampleRateHz = kNominalRateHz);

 private:
  void unpack(wire::Bytes packet, std::span<std::int32_t> counts) override;
  void noteEvents(wire::Bytes packet) override;
  void forget() override { switches_.reset(); }

  std::optional<std::uint8_t> switches_;
};

}  // namespace tonus::drivers::openeeg_p2
