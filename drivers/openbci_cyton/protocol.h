#pragma once
// The conversation with an OpenBCI Cyton through its dongle: the dongle answers even when the board is off, so it is
// asked first. Every channel is set up for bipolar EMG: gain 24, bias on, SRB1 and SRB2 off.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "openbci_cyton/decoder.h"
#include "wire/stepped_protocol.h"

namespace tonus::drivers::openbci_cyton {

class Protocol final : public wire::SteppedProtocol {
 public:
  /// `daisy`: only a board with a Daisy is meant, and all 16 channels of it. Otherwise 8 channels of any board.
  explicit Protocol(bool daisy);

  transport::Identity identity() const override { return identity_; }
  core::StreamFormat format() const override;
  std::unique_ptr<core::Decoder> makeDecoder() const override;
  double bytesPerSecond() const override;
  std::vector<transport::Impedance> impedances() const override { return impedances_; }
  void useTestSignal() override { testSignal_ = true; }
  bool knowsFrom(const transport::DeviceProtocol& asked) override;

 private:
  void plan(transport::Task task, const core::SourceConfig& config) override;
  core::Fault noAnswer() const override;
  void planIdentify();
  void planConfigure();
  void planStart();
  void planStop();
  void describe(std::string firmware);
  void planImpedance();
  void addQuiet(std::string waitingFor);
  void addCommand(std::string_view command, std::string waitingFor);
  void addMeasurement(std::uint32_t channel, transport::Impedance::Pin pin);
  Verdict onStatus(const Heard& heard);
  Verdict onBanner(const Heard& heard);
  Verdict onReply(const Heard& heard);
  Verdict onSignal(const Heard& heard, std::uint32_t channel, transport::Impedance::Pin pin);
  Verdict boardIsOff();
  std::uint32_t channelsN() const { return daisy_ ? 16 : 8; }

  const bool daisy_;
  bool daisyAttached_ = false;
  std::optional<std::string> firmware_;  // of a board that answered
  bool testSignal_ = false;
  std::uint64_t channelMask_ = ~0ULL;
  transport::Identity identity_;
  std::vector<transport::Impedance> impedances_;
};

enum class Input : char { kElectrodes = '0', kTestSignal = '5' };
/// "x1060100X": channel from 0.
std::string channelCommand(std::uint32_t channel, bool on, Input input = Input::kElectrodes);
/// "z110Z"
std::string leadOffCommand(std::uint32_t channel, bool positive, bool negative);

}  // namespace tonus::drivers::openbci_cyton
