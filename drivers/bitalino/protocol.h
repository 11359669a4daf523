#pragma once
// The conversation with a BITalino over a serial line (a UART bridge, or Bluetooth made a serial port by something
// else). Opened only when it is named: its questions are single bytes, which other devices could take for commands.

#include "bitalino/decoder.h"
#include "wire/stepped_protocol.h"

namespace tonus::drivers::bitalino {

class Protocol final : public wire::SteppedProtocol {
 public:
  transport::Identity identity() const override { return identity_; }
  core::StreamFormat format() const override { return *makeDecoder()->format(); }
  std::unique_ptr<core::Decoder> makeDecoder() const override;
  double bytesPerSecond() const override;

 private:
  void plan(transport::Task task, const core::SourceConfig& config) override;
  core::Fault noAnswer() const override;
  void planStop();
  void configure(const core::SourceConfig& config);
  Verdict onVersion(const Heard& heard);

  std::uint32_t channelsN_ = kMaxChannels;
  std::uint8_t rateCode_ = 0xC3;
  double sampleRateHz_ = kDefaultRateHz;
  transport::Identity identity_;
};

}  // namespace tonus::drivers::bitalino
