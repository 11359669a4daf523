#include "live/dialogue.h"

#include <algorithm>
#include <utility>

namespace tonus::drivers::live {

using core::SteadyTime;
using transport::BytePort;
using transport::Turn;

namespace {
constexpr std::size_t kMaxInbox = 1U << 16;  // read at every turn; more is a stream that nobody asked for

Dialogue::State stateOf(Turn::Outcome outcome) {
  switch (outcome) {
    case Turn::Outcome::kBusy:
      return Dialogue::State::kBusy;
    case Turn::Outcome::kDone:
      return Dialogue::State::kDone;
    case Turn::Outcome::kNotMine:
      return Dialogue::State::kNotMine;
    case Turn::Outcome::kFailed:
      return Dialogue::State::kFailed;
  }
  return Dialogue::State::kFailed;
}

Dialogue::State stateOf(const core::Fault& fault) {
  return fault.code == core::FaultCode::kDeviceGone ? Dialogue::State::kGone : Dialogue::State::kFailed;
}
}  // namespace

void Dialogue::begin(transport::Task task, const core::SourceConfig& config, SteadyTime resetAt) {
  state_ = State::kBusy;
  fault_ = {};
  inbox_.clear();
  began_ = clock_.now();
  resetAt_ = resetAt;
  protocol_.begin(task, config);
  turn();
}

void Dialogue::receive(std::span<const std::uint8_t> bytes) {
  if (inbox_.size() + bytes.size() <= kMaxInbox) inbox_.insert(inbox_.end(), bytes.begin(), bytes.end());
}

std::vector<std::uint8_t> Dialogue::takeRest() { return std::exchange(inbox_, {}); }

Dialogue::State Dialogue::pump(SteadyTime deadline) {
  if (state_ != State::kBusy) return state_;
  if (inbox_.empty() && clock_.now() < wakeAt_) {
    const BytePort::State port = port_.pump(std::min(deadline, wakeAt_));
    if (port != BytePort::State::kFlowing) {
      state_ = port == BytePort::State::kGone ? State::kGone : State::kFailed;
      fault_ = port_.fault();
      return state_;
    }
  }
  if (!inbox_.empty() || clock_.now() >= wakeAt_) turn();
  return state_;
}

/// Bytes that come while the protocol's own are being sent wait for its next turn.
void Dialogue::turn() {
  const std::vector<std::uint8_t> received = std::exchange(inbox_, {});
  const SteadyTime now = clock_.now();
  const Turn turn = protocol_.advance(received, {now - began_, now - resetAt_});
  waitingFor_ = turn.waitingFor;
  progress_ = turn.progress;
  fault_ = turn.fault;
  if (const auto status = carry(turn); status) {
    state_ = stateOf(turn.outcome);
  } else {
    fault_ = status.fault();
    state_ = stateOf(fault_);
  }
  wakeAt_ = clock_.now() + turn.wakeIn;
}

core::Status Dialogue::carry(const Turn& turn) {
  if (turn.line)
    if (auto status = port_.setLine(*turn.line); !status) return status;
  if (turn.write.empty()) return {};
  return port_.write(turn.write);
}

}  // namespace tonus::drivers::live
