#pragma once
// Who is behind one plugged-in device whose USB id several drivers share. Listens for every candidate first; only then
// asks, one candidate after another in the order of the registry. A device that answers nobody stays unknown and is not
// written to again.
//
// Starts no thread; all calls from one at a time. It holds the device open until there is an outcome.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live/dialogue.h"
#include "tonus/core/clock.h"
#include "tonus/drivers/registry.h"
#include "transport/device_protocol.h"
#include "transport/usb_context.h"

namespace tonus::drivers::discovery {

class Asking {
 public:
  enum class State {
    kBusy,     ///< waitingFor() says for what
    kKnown,    ///< driver() and identity(); fault() too if it cannot be used now
    kUnknown,  ///< answered nobody
    kFailed,   ///< could not be opened, or was pulled meanwhile: fault()
  };

  /// `candidates`: rows with a protocol, at least one. `context` and `clock` outlive it.
  Asking(const transport::UsbContext& context, const transport::UsbPresence& presence,
         std::span<const DriverRow* const> candidates, const core::Clock& clock);

  State pump(core::SteadyTime deadline);

  State state() const { return state_; }
  std::string waitingFor() const;
  const DriverRow* driver() const { return candidates_.at(asked_).row; }
  transport::Identity identity() const { return candidates_.at(asked_).protocol->identity(); }
  const core::Fault& fault() const { return fault_; }

 private:
  struct Candidate {
    const DriverRow* row;
    std::unique_ptr<transport::DeviceProtocol> protocol;
    std::vector<transport::Listening> listenings;
  };

  void read();
  void listenNext();
  void listen(core::SteadyTime deadline);
  bool recognised();
  void askNext(std::size_t candidate);
  void onAnswer(live::Dialogue::State state);
  void finish(State state, core::Fault fault = {});

  const core::Clock& clock_;
  std::vector<Candidate> candidates_;
  std::vector<transport::Listening> lines_;  // all there are, without repetition
  std::size_t line_ = 0;
  core::SteadyTime listenUntil_{};
  std::optional<core::SteadyTime> resetAt_;  // when the line was first raised
  std::vector<std::uint8_t> heard_;
  std::size_t asked_ = 0;
  std::unique_ptr<transport::BytePort> port_;
  std::unique_ptr<live::Dialogue> dialogue_;  // null while listening
  State state_ = State::kBusy;
  core::Fault fault_;
};

}  // namespace tonus::drivers::discovery
