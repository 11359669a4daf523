#pragma once
// The conversation with the boxes and shields behind a serial line. Those that speak unasked are recognised by their
// stream alone; only ids that are the maker's own are asked without having been heard.

#include "byb_spikerbox/box.h"
#include "wire/stepped_protocol.h"

namespace tonus::drivers::byb_spikerbox {

/// How many channels a stream has, by the places of its frame marks; nothing where it is no such stream. Needs some
/// 100 bytes, at the most.
std::optional<std::uint32_t> channelsHeard(std::span<const std::uint8_t> bytes);

class SerialProtocol final : public wire::SteppedProtocol {
 public:
  enum class Line {
    kOwnUsb,     ///< the maker's own id: CDC, any baud rate
    kBridge,     ///< a bridge chip's id, which others use too
    kArduino,    ///< the same, and opening it resets the board
  };
  explicit SerialProtocol(Line line) : line_(line), box_(*findBox("")) {}

  std::vector<transport::Listening> listenings() const override;
  bool recognises(std::span<const std::uint8_t> heard) const override { return channelsHeard(heard).has_value(); }
  transport::Identity identity() const override { return identity_; }
  core::StreamFormat format() const override { return *makeDecoder()->format(); }
  std::unique_ptr<core::Decoder> makeDecoder() const override;
  double bytesPerSecond() const override;

 private:
  void plan(transport::Task task, const core::SourceConfig& config) override;
  core::Fault noAnswer() const override;
  void planIdentify();
  void addListening(std::size_t index);
  void addQuestions();
  void ask(std::string_view question, bool mayGoUnanswered);
  Verdict onAnswer(const Heard& heard);
  void countChannels();
  Step stopStep() const;
  void describe();

  const Line line_;
  Box box_;
  std::uint32_t channelsHeard_ = 0;
  transport::Identity identity_;
};

}  // namespace tonus::drivers::byb_spikerbox
