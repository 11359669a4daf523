#pragma once
// The stream all Backyard Brains boxes share: frames of two bytes a channel, bit 7 set on a frame's first byte only,
// and messages between FF FF 01 01 80 FF and FF FF 01 01 81 FF. No counter and no checksum: loss is seen only where a
// frame is broken, and then at least one frame is counted. The gains are not published, so counts stay counts.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "byb_spikerbox/box.h"
#include "wire/frame_builder.h"
#include "wire/packet_decoder.h"

namespace tonus::drivers::byb_spikerbox {

class StreamDecoder final : public core::Decoder {
 public:
  explicit StreamDecoder(const Box& box);

  void push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) override;
  void finish(const OnBlock& onBlock) override;
  void reset() override;
  const std::optional<core::StreamFormat>& format() const override { return format_; }
  const core::DecoderCounts& counts() const override { return counts_; }
  std::vector<std::uint64_t> takeCounters() override { return {}; }
  std::vector<std::string> takeMessages() override;

 private:
  void take(std::uint8_t byte, const OnBlock& onBlock);
  void takeMark(std::uint8_t byte, const OnBlock& onBlock);
  void takeMessage(std::uint8_t byte, const OnBlock& onBlock);
  void takeSample(std::uint8_t byte, const OnBlock& onBlock);
  void endFrame(const OnBlock& onBlock);
  void discard(std::size_t bytesN);
  void onMessage(std::string body);

  std::optional<core::StreamFormat> format_;
  std::size_t frameBytes_;
  wire::FrameBuilder frames_;
  core::DecoderCounts counts_;
  std::vector<std::string> messages_;

  std::vector<std::uint8_t> frame_;  // as much of it as has come
  std::size_t brokenBytes_ = 0;      // since the last whole frame
  std::size_t markAt_ = 0;           // bytes of the mark that begins a message
  bool inMessage_ = false;
  bool padding_ = false;  // zeros that fill up a report after an answer
  std::string message_;
};

}  // namespace tonus::drivers::byb_spikerbox
