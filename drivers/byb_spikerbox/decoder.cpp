#include "byb_spikerbox/decoder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tonus::drivers::byb_spikerbox {

namespace {
constexpr std::array<std::uint8_t, 6> kMessageBegin{0xFF, 0xFF, 0x01, 0x01, 0x80, 0xFF};
constexpr std::string_view kMessageEnd{"\xFF\xFF\x01\x01\x81\xFF", 6};
constexpr std::size_t kMaxMessageBytes = 128;  // the firmware's longest is 47
constexpr std::size_t kMaxMessages = 64;

core::StreamFormat makeFormat(const Box& box) {
  core::ChannelFormat channel;
  channel.calibrated = false;
  channel.scaleUvPerCount = 1;
  channel.offsetCounts = 1 << (box.bits - 1);
  channel.maxCount = (1 << box.bits) - 1;
  return wire::alike(box.sampleRateHz, box.channelsN, channel);
}

/// Answers to questions (who are you) are no events; the rest happened at a moment.
bool isEvent(std::string_view body) {
  return body.starts_with("EVNT:") || body.starts_with("JOY:") || body.starts_with("BRD:");
}
}  // namespace

StreamDecoder::StreamDecoder(const Box& box) : format_(makeFormat(box)), frameBytes_(2 * std::size_t{box.channelsN}) {
  frame_.reserve(frameBytes_);
  message_.reserve(kMaxMessageBytes);
  reset();
}

void StreamDecoder::reset() {
  frames_.begin(static_cast<std::uint32_t>(format_->channelsN()), format_->maxBlockFrames);
  counts_ = {};
  messages_.clear();
  frame_.clear();
  message_.clear();
  brokenBytes_ = markAt_ = 0;
  inMessage_ = padding_ = false;
}

void StreamDecoder::push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) {
  for (const std::uint8_t byte : bytes) take(byte, onBlock);
  counts_.framesN = frames_.framesN();
  counts_.lostN = frames_.lostN();
  frames_.flush(onBlock);
}

void StreamDecoder::finish(const OnBlock& onBlock) { frames_.finish(onBlock); }

std::vector<std::string> StreamDecoder::takeMessages() { return std::exchange(messages_, {}); }

void StreamDecoder::take(std::uint8_t byte, const OnBlock& onBlock) {
  if (inMessage_) return takeMessage(byte, onBlock);
  // A frame may begin with FF, but its second byte never has bit 7.
  if (markAt_ > 1 || (byte == 0xFF && frame_.size() == 1 && frame_[0] == 0xFF)) return takeMark(byte, onBlock);
  takeSample(byte, onBlock);
}

void StreamDecoder::takeMark(std::uint8_t byte, const OnBlock& onBlock) {
  if (markAt_ == 0) {
    markAt_ = 1;
    frame_.clear();
  }
  if (byte == kMessageBegin[markAt_]) {
    if (++markAt_ < kMessageBegin.size()) return;
    inMessage_ = true;
    message_.clear();
    markAt_ = 0;
    return;
  }
  discard(std::exchange(markAt_, 0));
  takeSample(byte, onBlock);
}

void StreamDecoder::takeMessage(std::uint8_t byte, const OnBlock& onBlock) {
  const bool beginsFrame = byte >= 0x80 && byte < 0xF0 && !message_.ends_with(kMessageEnd.substr(0, 4));
  if (beginsFrame || message_.size() == kMaxMessageBytes) {  // its end was lost
    inMessage_ = false;
    discard(message_.size());
    return takeSample(byte, onBlock);
  }
  message_.push_back(static_cast<char>(byte));
  if (!message_.ends_with(kMessageEnd)) return;
  onMessage(message_.substr(0, message_.size() - kMessageEnd.size()));
  inMessage_ = false;
  padding_ = true;
}

void StreamDecoder::discard(std::size_t bytesN) {
  if (bytesN == 0) return;
  if (brokenBytes_ == 0) ++counts_.resyncsN;
  brokenBytes_ += bytesN;
}

void StreamDecoder::onMessage(std::string body) {
  if (isEvent(body)) frames_.addEvent(body);
  if (messages_.size() < kMaxMessages) messages_.push_back(std::move(body));
}

void StreamDecoder::takeSample(std::uint8_t byte, const OnBlock& onBlock) {
  const bool begins = (byte & 0x80) != 0;
  padding_ = padding_ && byte == 0;
  if (padding_) return;
  if (begins) {
    discard(frame_.size());
    frame_.clear();
  } else if (frame_.empty()) {
    return discard(1);
  }
  frame_.push_back(byte);
  if (frame_.size() == frameBytes_) endFrame(onBlock);
}

void StreamDecoder::endFrame(const OnBlock& onBlock) {
  std::uint64_t lost = 0;
  if (brokenBytes_ > 0 && frames_.framesN() > 0)
    lost = std::max<std::uint64_t>(1, (brokenBytes_ + frameBytes_ / 2) / frameBytes_);
  brokenBytes_ = 0;
  const auto counts = frames_.addFrame(lost, onBlock);
  for (std::size_t c = 0; c < counts.size(); ++c) counts[c] = (frame_[2 * c] & 0x7F) << 7 | (frame_[2 * c + 1] & 0x7F);
  frame_.clear();
}

}  // namespace tonus::drivers::byb_spikerbox
