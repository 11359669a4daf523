#pragma once
// The common part of decoders whose device sends packets of one fixed length. A device adds how its packet looks
// (PacketShape) and what is in it (unpack, or take where a packet is not a frame).
//
// Pure: no I/O, no clock, no thread. No allocation per packet, unless counters are kept.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/decoder.h"
#include "wire/frame_builder.h"
#include "wire/packet_scanner.h"

namespace tonus::drivers::wire {

/// Counters are for looking at captures; a live source, which never takes them, leaves them off.
enum class KeepCounters { kNo, kYes };

class PacketDecoder : public core::Decoder {
 public:
  void push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) final;
  void finish(const OnBlock& onBlock) final;
  void reset() final;
  const std::optional<core::StreamFormat>& format() const final { return format_; }
  const core::DecoderCounts& counts() const final { return counts_; }
  std::vector<std::uint64_t> takeCounters() final;
  std::vector<std::string> takeMessages() final;

 protected:
  PacketDecoder(const PacketShape& shape, core::StreamFormat format, KeepCounters keep);

  /// A packet in its place in the stream. The default: it is one frame.
  virtual void take(Bytes packet, std::uint64_t lostPackets, const OnBlock& onBlock);
  virtual void unpack(Bytes packet, std::span<std::int32_t> counts) = 0;
  /// Before its frame is added: buttons, markers.
  virtual void noteEvents(Bytes /*packet*/) {}
  /// Bytes that are in no packet: answers of the device, damage.
  virtual void onSkipped(Bytes /*bytes*/) {}
  virtual void forget() {}

  FrameBuilder& frames() { return frames_; }
  const PacketScanner& scanner() const { return scanner_; }
  void say(std::string message);

 private:
  void onFound(const PacketScanner::Found& found, const OnBlock& onBlock);
  void updateCounts();

  const KeepCounters keep_;
  PacketScanner scanner_;
  std::optional<core::StreamFormat> format_;
  FrameBuilder frames_;
  core::DecoderCounts counts_;
  std::vector<std::uint64_t> counters_;
  std::vector<std::string> messages_;
};

/// `channelsN` channels that are all alike, "ch1", "ch2" …
core::StreamFormat alike(double sampleRateHz, std::uint32_t channelsN, const core::ChannelFormat& channel);

}  // namespace tonus::drivers::wire
