#pragma once
// A board that sends OpenEEG P2 packets from power-up and listens to nothing: it is recognised by its stream, and its
// rate is measured while it is.

#include "openeeg_p2/decoder.h"
#include "wire/stepped_protocol.h"

namespace tonus::drivers::openeeg_p2 {

class Protocol final : public wire::SteppedProtocol {
 public:
  std::vector<transport::Listening> listenings() const override;
  bool recognises(std::span<const std::uint8_t> heard) const override;
  transport::Identity identity() const override { return identity_; }
  core::StreamFormat format() const override { return *makeDecoder()->format(); }
  std::unique_ptr<core::Decoder> makeDecoder() const override;
  double bytesPerSecond() const override { return kNominalRateHz * static_cast<double>(packetShape().bytes) * 1.05; }

 private:
  void plan(transport::Task task, const core::SourceConfig& config) override;
  core::Fault noAnswer() const override;
  void addListening(std::size_t index);
  void addMeasurement();
  Verdict onStream(const Heard& heard);

  double sampleRateHz_ = kNominalRateHz;
  transport::Identity identity_;
};

/// Whole packets, one behind the other, that count up.
bool isStream(std::span<const std::uint8_t> bytes);

}  // namespace tonus::drivers::openeeg_p2
