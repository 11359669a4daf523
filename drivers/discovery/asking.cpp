#include "discovery/asking.h"

#include <algorithm>
#include <utility>

#include "transport/usb_port.h"

namespace tonus::drivers::discovery {

using namespace std::chrono_literals;
using core::SteadyTime;
using live::Dialogue;
using transport::BytePort;

namespace {
constexpr auto kResetTime = 2s;  // of an Arduino, boot loader included
constexpr double kBytesPerSecond = 30'000;
constexpr std::size_t kMaxHeard = 1U << 16;
}  // namespace

Asking::Asking(const transport::UsbContext& context, const transport::UsbPresence& presence,
               std::span<const DriverRow* const> candidates, const core::Clock& clock)
    : clock_(clock) {
  for (const DriverRow* row : candidates) {
    auto protocol = row->makeProtocol(presence.id);
    auto listenings = protocol->listenings();
    for (const auto& wanted : listenings) {
      const auto same = std::find_if(lines_.begin(), lines_.end(), [&](const auto& l) { return l.line == wanted.line; });
      if (same == lines_.end()) {
        lines_.push_back(wanted);
      } else {
        same->time = std::max(same->time, wanted.time);
        same->afterReset = same->afterReset || wanted.afterReset;
      }
    }
    candidates_.push_back({row, std::move(protocol), std::move(listenings)});
  }
  auto port = transport::openPort(context, presence, clock);
  if (port) {
    port_ = *std::move(port);
    read();
  } else {
    finish(State::kFailed, port.fault());
  }
}

void Asking::read() {
  const auto status =
      port_->startReading(kBytesPerSecond, [this](std::span<const std::uint8_t> bytes, SteadyTime /*arrival*/) {
        if (dialogue_) return dialogue_->receive(bytes);
        if (heard_.size() + bytes.size() <= kMaxHeard) heard_.insert(heard_.end(), bytes.begin(), bytes.end());
      });
  if (!status) return finish(State::kFailed, status.fault());
  listenNext();
}

void Asking::listenNext() {
  if (line_ == lines_.size()) return askNext(0);
  const transport::Listening& next = lines_[line_];
  if (const auto status = port_->setLine(next.line); !status) return finish(State::kFailed, status.fault());
  const SteadyTime now = clock_.now();
  if (!resetAt_) resetAt_ = now;
  heard_.clear();
  listenUntil_ = (next.afterReset ? std::max(now, *resetAt_ + kResetTime) : now) + next.time;
}

Asking::State Asking::pump(SteadyTime deadline) {
  if (state_ != State::kBusy) return state_;
  if (dialogue_) {
    onAnswer(dialogue_->pump(deadline));
  } else {
    listen(deadline);
  }
  return state_;
}

void Asking::listen(SteadyTime deadline) {
  const BytePort::State port = port_->pump(std::min(deadline, listenUntil_));
  if (port != BytePort::State::kFlowing) return finish(State::kFailed, port_->fault());
  if (recognised() || clock_.now() < listenUntil_) return;
  ++line_;
  listenNext();
}

/// Whoever is recognised is asked first; who was asked cannot be harmed by the question.
bool Asking::recognised() {
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const auto& lines = candidates_[i].listenings;
    const bool here = std::any_of(lines.begin(), lines.end(), [&](const auto& l) { return l.line == lines_[line_].line; });
    if (!here || !candidates_[i].protocol->recognises(heard_)) continue;
    std::rotate(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(i),
                candidates_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    askNext(0);
    return true;
  }
  return false;
}

void Asking::askNext(std::size_t candidate) {
  if (candidate == candidates_.size()) return finish(State::kUnknown);
  asked_ = candidate;
  for (std::size_t i = 0; i < candidate; ++i)
    if (candidates_[candidate].protocol->knowsFrom(*candidates_[i].protocol)) return finish(State::kKnown);
  if (!resetAt_) resetAt_ = clock_.now();
  dialogue_ = std::make_unique<Dialogue>(*port_, *candidates_[candidate].protocol, clock_);
  dialogue_->begin(transport::Task::kIdentify, {}, *resetAt_);
  onAnswer(dialogue_->state());
}

void Asking::onAnswer(Dialogue::State state) {
  switch (state) {
    case Dialogue::State::kBusy:
      return;
    case Dialogue::State::kDone:
      return finish(State::kKnown);
    case Dialogue::State::kNotMine:
      return askNext(asked_ + 1);
    case Dialogue::State::kFailed:
      // By the protocol it is the right device; by the port it is none any more.
      return finish(port_->fault().what.empty() ? State::kKnown : State::kFailed, dialogue_->fault());
    case Dialogue::State::kGone:
      return finish(State::kFailed, dialogue_->fault());
  }
}

void Asking::finish(State state, core::Fault fault) {
  state_ = state;
  fault_ = std::move(fault);
  if (port_) port_->stopReading();  // nothing calls back any more
  dialogue_.reset();
  port_.reset();
}

std::string Asking::waitingFor() const {
  if (dialogue_) return dialogue_->waitingFor();
  const bool starting = resetAt_ && line_ < lines_.size() && lines_[line_].afterReset && clock_.now() < *resetAt_ + kResetTime;
  return starting ? "the board to start after its reset (2 s)" : "a signal that some devices send by themselves";
}

}  // namespace tonus::drivers::discovery
