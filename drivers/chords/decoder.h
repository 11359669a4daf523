#pragma once
// Upside Down Labs Chords firmware (Muscle BioAmp boards): C7 7C, counter, a 16-bit big-endian count for each channel,
// 01. The front ends' gains are not published, so counts stay counts.

#include <cstdint>
#include <span>
#include <string_view>

#include "wire/packet_decoder.h"
#include "wire/text_lines.h"

namespace tonus::drivers::chords {

/// What a board says it is (WHORU), and what that means.
struct Board {
  std::string_view name;
  std::uint32_t channelsN = 0;
  double sampleRateHz = 0;
  unsigned bits = 0;
};

std::span<const Board> boards();
/// Null: not known.
const Board* findBoard(std::string_view name);
/// The board that has this many channels, where nothing else is known; 0 = an Uno R3.
Board boardWith(std::uint32_t channelsN);

class Decoder final : public wire::PacketDecoder {
 public:
  Decoder(wire::KeepCounters keep, const Board& board);

 private:
  void unpack(wire::Bytes packet, std::span<std::int32_t> counts) override;
  void onSkipped(wire::Bytes bytes) override;
  void forget() override { answers_.clear(); }

  wire::TextLines answers_{"\n"};
};

}  // namespace tonus::drivers::chords
