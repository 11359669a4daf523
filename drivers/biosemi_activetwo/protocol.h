#pragma once
// Starting and stopping a BioSemi ActiveTwo receiver: 64 zero bytes stop it, FF and 63 zeros start it. How many channels
// come, and how fast, only the stream tells, so it is started once to be asked. Known from host software alone and
// never tried on a receiver here: opened only when it is named.

#include <optional>

#include "biosemi_activetwo/decoder.h"
#include "wire/stepped_protocol.h"

namespace tonus::drivers::biosemi_activetwo {

class Protocol final : public wire::SteppedProtocol {
 public:
  transport::Identity identity() const override { return identity_; }
  core::StreamFormat format() const override { return format_; }
  std::unique_ptr<core::Decoder> makeDecoder() const override;
  double bytesPerSecond() const override;

 private:
  void plan(transport::Task task, const core::SourceConfig& config) override;
  core::Fault noAnswer() const override;
  void addOrder(std::uint8_t first);
  Verdict onStream(const Heard& heard);

  core::StreamFormat format_;
  transport::Identity identity_;
};

}  // namespace tonus::drivers::biosemi_activetwo
