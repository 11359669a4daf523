#pragma once
// One task of a DeviceProtocol over a BytePort: carries bytes and time between the two until there is an outcome. Reading
// is started, and what arrives is brought here, by the owner of the port.

#include <string>
#include <vector>

#include "tonus/core/clock.h"
#include "transport/device_protocol.h"

namespace tonus::drivers::live {

class Dialogue {
 public:
  enum class State {
    kBusy,
    kDone,
    kNotMine,
    kFailed,  ///< fault(); by the protocol or by the port
    kGone,
  };

  /// Port, protocol and clock outlive it.
  Dialogue(transport::BytePort& port, transport::DeviceProtocol& protocol, const core::Clock& clock)
      : port_(port), protocol_(protocol), clock_(clock) {}

  /// `resetAt`: when the line was first raised since the port was opened.
  void begin(transport::Task task, const core::SourceConfig& config, core::SteadyTime resetAt);
  /// For the protocol's next turn; may be called inside the port's callback.
  void receive(std::span<const std::uint8_t> bytes);
  /// Waits for bytes or for the protocol's next turn, `deadline` at most.
  State pump(core::SteadyTime deadline);

  State state() const { return state_; }
  const core::Fault& fault() const { return fault_; }
  const std::string& waitingFor() const { return waitingFor_; }
  double progress() const { return progress_; }
  /// What came after the turn that ended the task.
  std::vector<std::uint8_t> takeRest();

 private:
  void turn();
  core::Status carry(const transport::Turn& turn);

  transport::BytePort& port_;
  transport::DeviceProtocol& protocol_;
  const core::Clock& clock_;
  State state_ = State::kDone;
  core::Fault fault_;
  core::SteadyTime began_{}, resetAt_{}, wakeAt_{};
  std::string waitingFor_;
  double progress_ = 0;
  std::vector<std::uint8_t> inbox_;
};

}  // namespace tonus::drivers::live
