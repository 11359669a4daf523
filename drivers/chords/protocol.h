#pragma once
// The conversation with Chords firmware. The board answers about a second after the question, and a byte sent while it
// streams stops it, so nothing but STOP is ever said then.

#include "chords/decoder.h"
#include "wire/stepped_protocol.h"

namespace tonus::drivers::chords {

class Protocol final : public wire::SteppedProtocol {
 public:
  Protocol() : board_(boardWith(0)) {}

  transport::Identity identity() const override { return identity_; }
  core::StreamFormat format() const override { return *makeDecoder()->format(); }
  std::unique_ptr<core::Decoder> makeDecoder() const override;
  double bytesPerSecond() const override;

 private:
  void plan(transport::Task task, const core::SourceConfig& config) override;
  core::Fault noAnswer() const override;
  void addQuestion(std::uint32_t baud, bool last);
  Verdict onAnswer(const Heard& heard);

  Board board_;
  transport::Identity identity_;
};

}  // namespace tonus::drivers::chords
