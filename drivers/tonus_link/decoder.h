#pragma once
// Tonus Link 1.0 (docs/formats/tonus-link.md) from bytes to blocks. One packet is one block; block indices are the
// device's own. Pure: no I/O, no clock, no thread. No allocation per packet once the format is known.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/decoder.h"
#include "tonus_link/packet.h"

namespace tonus::drivers::tonus_link {

class Decoder final : public core::Decoder {
 public:
  /// Counters are for looking at captures; a live source, which never takes them, leaves them off.
  enum class Counters { kOff, kKeep };
  explicit Decoder(Counters counters);

  void push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) override;
  void reset() override;
  const std::optional<core::StreamFormat>& format() const override { return format_; }
  const core::DecoderCounts& counts() const override { return counts_; }
  std::vector<std::uint64_t> takeCounters() override;
  std::vector<std::string> takeMessages() override;

  /// What the device answered to GET_CHANNEL: signal is then not held back until a format packet comes. Survives
  /// reset().
  void assumeFormat(core::StreamFormat format);
  /// Packets of any other session are left-overs of an earlier start and dropped. Survives reset().
  void expectSession(std::uint32_t session) { wantedSession_ = session; }

 private:
  std::size_t step(std::span<const std::uint8_t> rest, const OnBlock& onBlock);
  std::size_t discard(std::size_t bytesN);
  void accept(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock);
  void startSession(std::uint32_t session);
  void onFormat(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock);
  void hold(const PacketHeader& header, std::span<const std::uint8_t> packet);
  void deliver(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock);
  void deliverEvent(core::DeviceEvent event, const OnBlock& onBlock);
  void deliverData(const PacketHeader& header, std::span<const std::uint8_t> packet, const OnBlock& onBlock);
  void noteFlags(const PacketHeader& header, core::SampleIndex at);
  void takePending(core::SampleIndex end);
  void say(std::string message);

  const Counters keepCounters_;
  std::optional<core::StreamFormat> assumed_;
  std::optional<std::uint32_t> wantedSession_;

  std::vector<std::uint8_t> buffer_;  // starts at the packet being collected
  bool searching_ = false;
  std::size_t wastedBytes_ = 0;

  std::optional<std::uint32_t> session_;
  std::optional<core::StreamFormat> format_;
  std::optional<std::uint64_t> next_;  // index of the frame that must come next
  std::optional<std::uint32_t> lastSequence_;
  std::optional<std::uint32_t> droppedInside_;
  std::uint8_t lastFlags_ = 0;
  bool saidChannels_ = false;

  std::vector<std::uint8_t> held_;  // whole packets that came before the format
  std::optional<std::uint64_t> heldSinceNs_;
  std::uint64_t heldFramesN_ = 0;
  bool refused_ = false;

  std::vector<core::DeviceEvent> pending_;  // of frames that have not come yet, ordered
  core::RawBlock block_;
  core::DecoderCounts counts_;
  std::vector<std::uint64_t> counters_;
  std::vector<std::string> messages_;
};

}  // namespace tonus::drivers::tonus_link
