#include "wire/packet_decoder.h"

#include <utility>

namespace tonus::drivers::wire {

namespace {
constexpr std::size_t kMaxMessages = 64;
}

PacketDecoder::PacketDecoder(const PacketShape& shape, core::StreamFormat format, KeepCounters keep)
    : keep_(keep), scanner_(shape), format_(std::move(format)) {
  frames_.begin(static_cast<std::uint32_t>(format_->channelsN()), format_->maxBlockFrames);
}

void PacketDecoder::push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) {
  scanner_.push(bytes, [&](const PacketScanner::Found& found) { onFound(found, onBlock); });
  updateCounts();
  frames_.flush(onBlock);
}

void PacketDecoder::finish(const OnBlock& onBlock) {
  scanner_.finish([&](const PacketScanner::Found& found) { onFound(found, onBlock); });
  updateCounts();
  frames_.finish(onBlock);
}

void PacketDecoder::onFound(const PacketScanner::Found& found, const OnBlock& onBlock) {
  if (!found.skipped.empty()) onSkipped(found.skipped);
  if (found.packet.empty()) return;
  if (keep_ == KeepCounters::kYes && scanner_.shape().counterModulus > 0)
    counters_.push_back(scanner_.shape().counter(found.packet));
  take(found.packet, found.lostPackets, onBlock);
}

void PacketDecoder::take(Bytes packet, std::uint64_t lostPackets, const OnBlock& onBlock) {
  noteEvents(packet);
  unpack(packet, frames_.addFrame(lostPackets, onBlock));
}

void PacketDecoder::updateCounts() {
  counts_.framesN = frames_.framesN();
  counts_.lostN = frames_.lostN();
  counts_.resyncsN = scanner_.counts().resyncsN;
  counts_.crcErrorsN = scanner_.counts().checksumErrorsN;
  counts_.duplicatesN = scanner_.counts().duplicatesN;
}

void PacketDecoder::reset() {
  scanner_.reset();
  frames_.begin(static_cast<std::uint32_t>(format_->channelsN()), format_->maxBlockFrames);
  counts_ = {};
  counters_.clear();
  messages_.clear();
  forget();
}

void PacketDecoder::say(std::string message) {
  if (messages_.size() < kMaxMessages) messages_.push_back(std::move(message));
}

std::vector<std::uint64_t> PacketDecoder::takeCounters() { return std::exchange(counters_, {}); }
std::vector<std::string> PacketDecoder::takeMessages() { return std::exchange(messages_, {}); }

core::StreamFormat alike(double sampleRateHz, std::uint32_t channelsN, const core::ChannelFormat& channel) {
  core::StreamFormat format;
  format.sampleRateHz = sampleRateHz;
  format.channels.assign(channelsN, channel);
  for (std::uint32_t c = 0; c < channelsN; ++c) format.channels[c].label = "ch" + std::to_string(c + 1);
  return format;
}

}  // namespace tonus::drivers::wire
