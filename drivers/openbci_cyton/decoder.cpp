#include "openbci_cyton/decoder.h"

#include <algorithm>
#include <string>

#include "wire/big_endian.h"

namespace tonus::drivers::openbci_cyton {

namespace {
core::StreamFormat makeFormat(std::span<const double> gains, std::uint32_t channelsN, double sampleRateHz) {
  core::StreamFormat format = wire::alike(sampleRateHz, channelsN, channelFormat(kDefaultGain));
  for (std::size_t c = 0; c < std::min<std::size_t>(gains.size(), channelsN); ++c)
    format.channels[c].scaleUvPerCount = channelFormat(gains[c]).scaleUvPerCount;
  return format;
}

void unpackBoard(wire::Bytes packet, std::span<std::int32_t> counts) {
  for (std::size_t c = 0; c < kBoardChannels; ++c) counts[c] = wire::readS24(packet.data() + 2 + 3 * c);
}
}  // namespace

Decoder::Decoder(wire::KeepCounters keep, std::span<const double> gains)
    : Decoder(keep, gains, kBoardChannels, kPacketsPerSecond) {}

Decoder::Decoder(wire::KeepCounters keep, std::span<const double> gains, std::uint32_t channelsN, double sampleRateHz)
    : PacketDecoder(packetShape(), makeFormat(gains, channelsN, sampleRateHz), keep) {}

void Decoder::unpack(wire::Bytes packet, std::span<std::int32_t> counts) { unpackBoard(packet, counts); }

void Decoder::noteEvents(wire::Bytes packet) {
  if (const int marker = markers_.next(packet); marker != 0) frames().addEvent("marker " + std::to_string(marker));
}

void Decoder::onSkipped(wire::Bytes bytes) {
  for (const std::uint8_t byte : bytes)
    if (auto answer = answers_.add(byte)) say(std::move(*answer));
}

void Decoder::forget() {
  markers_.reset();
  answers_.clear();
}

DaisyDecoder::DaisyDecoder(wire::KeepCounters keep, std::span<const double> gains)
    : Decoder(keep, gains, 2 * kBoardChannels, kPacketsPerSecond / 2) {}

void DaisyDecoder::take(wire::Bytes packet, std::uint64_t lostPackets, const OnBlock& onBlock) {
  // The counter's modulus is even, so the unwrapped place keeps its parity.
  const std::uint64_t at = at_ ? *at_ + lostPackets + 1 : packetShape().counter(packet);
  if (!at_) nextPair_ = at / 2;
  at_ = at;
  noteEvents(packet);
  if (at % 2 == 1) {
    boardAt_ = at;
    return unpackBoard(packet, board_);
  }
  if (!boardAt_ || *boardAt_ + 1 != at) return;
  const std::uint64_t pair = at / 2 - 1;
  const auto counts = frames().addFrame(pair - nextPair_, onBlock);
  nextPair_ = pair + 1;
  std::ranges::copy(board_, counts.begin());
  unpackBoard(packet, counts.subspan(kBoardChannels));
}

void DaisyDecoder::forget() {
  Decoder::forget();
  at_.reset();
  boardAt_.reset();
  nextPair_ = 0;
}

}  // namespace tonus::drivers::openbci_cyton
