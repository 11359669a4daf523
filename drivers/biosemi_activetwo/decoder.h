#pragma once
// BioSemi ActiveTwo USB2 receiver: little-endian 32-bit words, a sync word, a status word, then a word for each channel
// with 24 bits at the top. The first status word tells how many words a frame has and how fast they come. There is no
// counter: loss is what damaged frames show, at least one for each place.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/frame_builder.h"
#include "wire/packet_scanner.h"

namespace tonus::drivers::biosemi_activetwo {

/// What a status word (its 24 bits) says about the stream.
struct Layout {
  std::size_t words = 0;  ///< of a frame, sync and status included
  double sampleRateHz = 0;
};
/// Nothing: a speed mode that is not documented.
std::optional<Layout> layoutOf(std::uint32_t status);

class Decoder final : public core::Decoder {
 public:
  /// `channelsN` 0: as the status word says.
  explicit Decoder(std::uint32_t channelsN);
  /// As the stream was seen to be before.
  explicit Decoder(const core::StreamFormat& format);

  void push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) override;
  void finish(const OnBlock& onBlock) override;
  void reset() override;
  const std::optional<core::StreamFormat>& format() const override { return format_; }
  const core::DecoderCounts& counts() const override { return counts_; }
  std::vector<std::uint64_t> takeCounters() override { return {}; }
  std::vector<std::string> takeMessages() override { return {}; }

 private:
  bool learnLayout(bool over);
  void begin(std::uint32_t channelsN, double sampleRateHz);
  void onFound(const wire::PacketScanner::Found& found, const OnBlock& onBlock);
  void noteStatus(std::uint32_t status);
  void updateCounts();

  const std::uint32_t wantedChannelsN_;
  const double knownRateHz_ = 0;  // 0: not known before
  std::vector<std::uint8_t> start_;  // before the layout is known
  bool skippedAtStart_ = false;
  std::optional<wire::PacketScanner> scanner_;
  std::optional<core::StreamFormat> format_;
  wire::FrameBuilder frames_;
  std::optional<std::uint32_t> status_;
  core::DecoderCounts counts_;
};

}  // namespace tonus::drivers::biosemi_activetwo
