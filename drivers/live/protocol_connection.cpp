#include "live/protocol_connection.h"

#include <algorithm>
#include <utility>

namespace tonus::drivers::live {

using namespace std::chrono_literals;
using core::SteadyTime;
using transport::BytePort;
using transport::Task;

namespace {
constexpr auto kStopLimit = 2s;

core::Fault notMine() {
  return {core::FaultCode::kNotFound, "The device did not answer as an amplifier of this kind does.",
          "Switch it on, check its batteries, or choose another kind of device."};
}
}  // namespace

ProtocolConnection::ProtocolConnection(std::unique_ptr<BytePort> port,
                                       std::unique_ptr<transport::DeviceProtocol> protocol, const core::Clock& clock)
    : port_(std::move(port)),
      protocol_(std::move(protocol)),
      clock_(clock),
      opened_(clock.now()),
      dialogue_(*port_, *protocol_, clock) {}

ProtocolConnection::~ProtocolConnection() { stop(); }

void ProtocolConnection::configure(const core::SourceConfig& config) {
  config_ = config;
  begin(Task::kIdentify);
}

void ProtocolConnection::start(OnBlock onBlock) {
  onBlock_ = std::move(onBlock);
  decoder_ = protocol_->makeDecoder();
  begin(Task::kStart);
}

void ProtocolConnection::begin(Task task) {
  task_ = task;
  state_ = State::kBusy;
  fault_ = {};
  if (const auto status = ensureReading(); !status) return fail(status.fault());
  dialogue_.begin(task, config_, opened_);
  onDialogue(dialogue_.state());
}

/// Reading goes on over all tasks, so that nothing is missed in between; only for a faster stream it begins anew.
core::Status ProtocolConnection::ensureReading() {
  const double wanted = std::max(protocol_->bytesPerSecond(), 1.0);
  if (readingAt_ >= wanted) return {};
  auto status = port_->startReading(
      wanted, [this](std::span<const std::uint8_t> bytes, SteadyTime arrival) { onBytes(bytes, arrival); });
  readingAt_ = status ? wanted : 0;
  return status;
}

void ProtocolConnection::onBytes(std::span<const std::uint8_t> bytes, SteadyTime arrival) {
  lastArrival_ = arrival;
  if (state_ == State::kFlowing) {
    decode(bytes, arrival);
  } else {
    dialogue_.receive(bytes);
  }
}

void ProtocolConnection::decode(std::span<const std::uint8_t> bytes, SteadyTime arrival) {
  decoder_->push(bytes, [this, arrival](core::RawBlock& block) {
    block.arrival = arrival;
    onBlock_(block);
  });
}

void ProtocolConnection::onDialogue(Dialogue::State state) {
  switch (state) {
    case Dialogue::State::kBusy:
      return;
    case Dialogue::State::kDone:
      return onDone();
    case Dialogue::State::kNotMine:
      return fail(notMine());
    case Dialogue::State::kFailed:
      return fail(dialogue_.fault());
    case Dialogue::State::kGone:
      state_ = State::kGone;
  }
}

void ProtocolConnection::onDone() {
  if (task_ == Task::kIdentify) return begin(Task::kConfigure);
  if (task_ == Task::kConfigure) format_ = protocol_->format();
  state_ = task_ == Task::kStart ? State::kFlowing : State::kReady;
  if (state_ == State::kFlowing) decode(dialogue_.takeRest(), lastArrival_);
}

ProtocolConnection::State ProtocolConnection::pump(SteadyTime deadline) {
  if (state_ == State::kBusy) {
    onDialogue(dialogue_.pump(deadline));
  } else if (state_ == State::kFlowing) {
    const BytePort::State port = port_->pump(deadline);
    if (port == BytePort::State::kGone) state_ = State::kGone;
    if (port == BytePort::State::kFailed) fail(port_->fault());
    // What failed on the way explains a silence later, even if the stream goes on.
    if (!port_->fault().what.empty()) fault_ = port_->fault();
  }
  return state_;
}

void ProtocolConnection::fail(core::Fault fault) {
  state_ = fault.code == core::FaultCode::kDeviceGone ? State::kGone : State::kFailed;
  fault_ = std::move(fault);
  readingAt_ = 0;  // the next task begins with fresh transfers
}

void ProtocolConnection::stop() {
  if (!onBlock_) return;
  if (state_ != State::kGone) {
    begin(Task::kStop);
    const SteadyTime until = clock_.now() + kStopLimit;
    while (state_ == State::kBusy && clock_.now() < until) pump(until);
  }
  onBlock_ = nullptr;
  if (state_ != State::kGone) state_ = State::kReady;
}

std::vector<std::string> ProtocolConnection::takeMessages() {
  return decoder_ ? decoder_->takeMessages() : std::vector<std::string>();
}

}  // namespace tonus::drivers::live
