#pragma once
// OpenBCI Cyton (8 channels, one packet = one frame) and Cyton + Daisy (16 channels, two packets = one frame).

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "openbci_cyton/packet.h"
#include "wire/packet_decoder.h"
#include "wire/text_lines.h"

namespace tonus::drivers::openbci_cyton {

/// `gains`: one a channel; channels beyond have the default of 24.
class Decoder : public wire::PacketDecoder {
 public:
  explicit Decoder(wire::KeepCounters keep, std::span<const double> gains = {});

 protected:
  Decoder(wire::KeepCounters keep, std::span<const double> gains, std::uint32_t channelsN, double sampleRateHz);

  void unpack(wire::Bytes packet, std::span<std::int32_t> counts) override;
  void noteEvents(wire::Bytes packet) override;
  void onSkipped(wire::Bytes bytes) override;
  void forget() override;

 private:
  MarkerWatch markers_;
  wire::TextLines answers_{"$$$"};
};

/// Packets with an odd counter are of the board, the even ones that follow of the Daisy; each is the mean of two samples
/// of a 250 Hz converter, so the Daisy's channels (9–16) are 4 ms late. A frame whose half is missing is lost. The
/// first packet after a start is even and has no odd one before it, so its halved values are never used.
class DaisyDecoder final : public Decoder {
 public:
  explicit DaisyDecoder(wire::KeepCounters keep, std::span<const double> gains = {});

 private:
  void take(wire::Bytes packet, std::uint64_t lostPackets, const OnBlock& onBlock) override;
  void forget() override;

  std::optional<std::uint64_t> at_;       // counter of the last packet, unwrapped
  std::optional<std::uint64_t> boardAt_;  // of the odd packet that waits
  std::uint64_t nextPair_ = 0;
  std::array<std::int32_t, kBoardChannels> board_{};
};

}  // namespace tonus::drivers::openbci_cyton
