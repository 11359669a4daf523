#pragma once
// The boxes that are HID devices: the same stream in reports of 64 bytes (3F, length, up to 62 bytes).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "byb_spikerbox/decoder.h"
#include "wire/packet_scanner.h"

namespace tonus::drivers::byb_spikerbox {

inline constexpr std::size_t kReportBytes = 64;
inline constexpr std::uint8_t kReportId = 0x3F;

/// The payload of a whole report; empty where it is none.
wire::Bytes payloadOf(wire::Bytes report);

class HidDecoder final : public core::Decoder {
 public:
  explicit HidDecoder(const Box& box);

  void push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) override;
  void finish(const OnBlock& onBlock) override;
  void reset() override;
  const std::optional<core::StreamFormat>& format() const override { return stream_.format(); }
  const core::DecoderCounts& counts() const override { return counts_; }
  std::vector<std::uint64_t> takeCounters() override { return {}; }
  std::vector<std::string> takeMessages() override { return stream_.takeMessages(); }

 private:
  void updateCounts();

  wire::PacketScanner reports_;
  std::vector<std::uint8_t> payload_;
  StreamDecoder stream_;
  core::DecoderCounts counts_;
};

}  // namespace tonus::drivers::byb_spikerbox
