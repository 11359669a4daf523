#include "chords/decoder.h"

#include <algorithm>
#include <array>

#include "wire/big_endian.h"

namespace tonus::drivers::chords {

namespace {
constexpr std::size_t kHeadBytes = 3;

constexpr std::array kBoards{
    Board{.name = "UNO-R3", .channelsN = 6, .sampleRateHz = 250, .bits = 10},
    Board{.name = "UNO-CLONE", .channelsN = 6, .sampleRateHz = 250, .bits = 10},
    Board{.name = "GENUINO-UNO", .channelsN = 6, .sampleRateHz = 250, .bits = 10},
    Board{.name = "UNO-R4", .channelsN = 6, .sampleRateHz = 500, .bits = 14},
    Board{.name = "MEGA-2560-R3", .channelsN = 16, .sampleRateHz = 250, .bits = 10},
    Board{.name = "MEGA-2560-CLONE", .channelsN = 16, .sampleRateHz = 250, .bits = 10},
    Board{.name = "NANO-CLASSIC", .channelsN = 8, .sampleRateHz = 250, .bits = 10},
    Board{.name = "NANO-CLONE", .channelsN = 8, .sampleRateHz = 250, .bits = 10},
    Board{.name = "RPI-PICO-RP2040", .channelsN = 3, .sampleRateHz = 500, .bits = 12},
    Board{.name = "GIGA-R1", .channelsN = 6, .sampleRateHz = 500, .bits = 16},
    Board{.name = "STM32F4-BLACK-PILL", .channelsN = 8, .sampleRateHz = 500, .bits = 12},
    Board{.name = "STM32G4-CORE-BOARD", .channelsN = 16, .sampleRateHz = 500, .bits = 12},
    Board{.name = "NPG-LITE", .channelsN = 3, .sampleRateHz = 500, .bits = 12},
    Board{.name = "ESP32-S3", .channelsN = 16, .sampleRateHz = 250, .bits = 12},
};

bool couldBe(wire::Bytes start, std::size_t packetBytes) {
  if (start[0] != 0xC7 || (start.size() > 1 && start[1] != 0x7C)) return false;
  return start.size() < packetBytes || start[packetBytes - 1] == 0x01;
}

wire::PacketShape shapeFor(const Board& board) {
  return {.bytes = 2 * std::size_t{board.channelsN} + 4,
          .headBytes = kHeadBytes,
          .counterModulus = 256,
          .confirmations = 1,
          .openEnded = false,
          .couldBe = couldBe,
          .counter = [](wire::Bytes head) -> unsigned { return head[2]; },
          .checksumFits = nullptr};
}

core::StreamFormat formatOf(const Board& board) {
  core::ChannelFormat channel;
  channel.calibrated = false;
  channel.scaleUvPerCount = 1;
  channel.offsetCounts = 1 << (board.bits - 1);
  channel.maxCount = (1 << board.bits) - 1;
  return wire::alike(board.sampleRateHz, board.channelsN, channel);
}
}  // namespace

std::span<const Board> boards() { return kBoards; }

const Board* findBoard(std::string_view name) {
  const auto board = std::ranges::find(kBoards, name, &Board::name);
  return board == kBoards.end() ? nullptr : &*board;
}

Board boardWith(std::uint32_t channelsN) {
  const auto board = std::ranges::find(kBoards, channelsN == 0 ? 6 : channelsN, &Board::channelsN);
  if (board != kBoards.end()) return *board;
  return {.name = "", .channelsN = channelsN, .sampleRateHz = 250, .bits = 10};
}

Decoder::Decoder(wire::KeepCounters keep, const Board& board) : PacketDecoder(shapeFor(board), formatOf(board), keep) {}

void Decoder::unpack(wire::Bytes packet, std::span<std::int32_t> counts) {
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c] = wire::readU16(packet.data() + kHeadBytes + 2 * c);
}

void Decoder::onSkipped(wire::Bytes bytes) {
  for (const std::uint8_t byte : bytes)
    if (auto answer = answers_.add(byte)) say(std::move(*answer));
}

}  // namespace tonus::drivers::chords
