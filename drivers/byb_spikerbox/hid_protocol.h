#pragma once
// The conversation with a SpikerBox Pro that is a HID device. Everything is asked before the start, because after a stop
// the firmware cuts its next answer; the ids are the maker's own, so a box that does not say what it is, is taken by
// its id.

#include "byb_spikerbox/box.h"
#include "wire/stepped_protocol.h"

namespace tonus::drivers::byb_spikerbox {

class HidProtocol final : public wire::SteppedProtocol {
 public:
  /// `hardware`: "MUSCLESB" or "NEURONSB".
  explicit HidProtocol(std::string_view hardware) : box_(*findBox(hardware)) {}

  transport::Identity identity() const override { return identity_; }
  core::StreamFormat format() const override { return *makeDecoder()->format(); }
  std::unique_ptr<core::Decoder> makeDecoder() const override;
  double bytesPerSecond() const override;

 private:
  void plan(transport::Task task, const core::SourceConfig& config) override;
  core::Fault noAnswer() const override;
  void planIdentify();
  void countChannels();
  void ask(std::string_view question, std::string waitingFor, std::function<void(const std::string&)> onAnswer);
  void describe();

  Box box_;
  transport::Identity identity_;
};

/// A command as the OUT report that carries it.
std::vector<std::uint8_t> reportOf(std::string_view command);

/// What a row of whole reports carries, and the messages in it.
std::vector<std::uint8_t> payloadsOf(std::span<const std::uint8_t> reports);
std::vector<std::string> answersIn(std::span<const std::uint8_t> reports);

}  // namespace tonus::drivers::byb_spikerbox
