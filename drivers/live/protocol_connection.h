#pragma once
// A device behind a BytePort that speaks a DeviceProtocol, as a live/connection.h; its stream goes to the protocol's
// decoder.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live/connection.h"
#include "live/dialogue.h"
#include "tonus/core/clock.h"
#include "transport/device_protocol.h"
#include "wire/deficit_watch.h"
#include "wire/loss_clock.h"
#include "wire/rate_estimator.h"

namespace tonus::drivers::live {

class ProtocolConnection final : public Connection {
 public:
  /// `counterFrames`: frames after which the device's own counter repeats; 0 = it counts nothing.
  ProtocolConnection(std::unique_ptr<transport::BytePort> port, std::unique_ptr<transport::DeviceProtocol> protocol,
                     std::uint32_t counterFrames, const core::Clock& clock);
  ~ProtocolConnection() override;

  void configure(const core::SourceConfig& config) override;
  void start(OnBlock onBlock) override;
  State pump(core::SteadyTime deadline) override;
  void stop() override;

  State state() const override { return state_; }
  const core::StreamFormat& format() const override { return format_; }
  const core::Fault& fault() const override { return fault_; }
  std::string waitingFor() const override { return dialogue_.waitingFor(); }
  double progress() const override { return dialogue_.progress(); }
  bool measureImpedance() override;
  std::vector<Impedance> impedances() const override { return protocol_->impedances(); }
  std::string model() const override { return protocol_->identity().model; }
  std::chrono::nanoseconds silenceLimit() const override { return protocol_->silenceLimit(); }
  std::optional<MeasuredRate> measuredRate() const override;
  void assumeRate(double sampleRateHz) override;
  std::vector<std::string> takeMessages() override;
  core::DecoderCounts counts() const override { return decoder_ ? decoder_->counts() : core::DecoderCounts{}; }
  transport::BytePort::Counts usbCounts() const override { return port_->counts(); }

 private:
  void begin(transport::Task task);
  core::Status ensureReading();
  void onDialogue(Dialogue::State state);
  void onDone();
  void onBytes(std::span<const std::uint8_t> bytes, core::SteadyTime arrival);
  void decode(std::span<const std::uint8_t> bytes, core::SteadyTime arrival);
  void onBlock(core::RawBlock& block, core::SteadyTime arrival);
  void watchTime(const core::RawBlock& block);
  void pumpStream(core::SteadyTime deadline);
  void fail(core::Fault fault);

  std::unique_ptr<transport::BytePort> port_;
  std::unique_ptr<transport::DeviceProtocol> protocol_;
  const core::Clock& clock_;
  const core::SteadyTime opened_;
  Dialogue dialogue_;
  transport::Task task_ = transport::Task::kIdentify;
  State state_ = State::kFailed;
  core::Fault fault_;
  core::SourceConfig config_;
  core::SteadyTime lastArrival_{};
  double readingAt_ = 0;  // bytes a second that reading was started for; 0 = not reading

  OnBlock onBlock_;  // set while it is to stream
  core::StreamFormat format_;
  std::unique_ptr<core::Decoder> decoder_;
  const std::uint32_t counterFrames_;
  std::optional<wire::LossClock> losses_;      // what the device's counter cannot tell
  std::optional<wire::DeficitWatch> deficit_;  // where it has none
  std::optional<wire::RateEstimator> rate_;
  bool rateSaid_ = false;
  std::vector<std::string> remarks_;           // of the three
};

}  // namespace tonus::drivers::live
