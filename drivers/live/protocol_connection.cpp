#include "live/protocol_connection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace tonus::drivers::live {

using namespace std::chrono_literals;
using core::SteadyTime;
using transport::BytePort;
using transport::Task;

namespace {
constexpr auto kStopLimit = 2s;
constexpr double kTransferS = 0.005;
// Beyond any crystal's error. It moves a notch at 50 Hz by as much as the mains itself wanders.
constexpr double kRateThatMatters = 0.001;
constexpr double kRateThatIsAnother = 0.01;  // ceramic resonators stay within 0.5 %

std::string inWords(const wire::DeficitWatch::Suspicion& s) {
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), "suspected loss: about %.0f frames (give or take %.0f) in the last %.0f s",
                s.framesN, s.boundN, s.overS);
  return text.data();
}

std::string inWords(const MeasuredRate& rate, double usedHz) {
  std::array<char, 192> text{};
  std::snprintf(text.data(), text.size(),
                "the amplifier samples at %.2f Hz (give or take %.2f, over %.0f s, by this computer's clock); filters use "
                "%.2f Hz: frequencies are off by %.2f %%",
                rate.hz, rate.boundHz, rate.overS, usedHz, 100 * (rate.hz / usedHz - 1));
  return text.data();
}

MeasuredRate withBound(const wire::RateEstimator::Estimate& e) {
  constexpr double kHostPpm = 20;
  return {.hz = e.rateHz, .boundHz = e.rateHz * (3 * e.errorPpm + kHostPpm) * 1e-6, .overS = e.overS};
}

core::Fault notMine() {
  return {core::FaultCode::kNotFound, "The device did not answer as an amplifier of this kind does.",
          "Switch it on, check its batteries, or choose another kind of device."};
}
}  // namespace

ProtocolConnection::ProtocolConnection(std::unique_ptr<BytePort> port,
                                       std::unique_ptr<transport::DeviceProtocol> protocol,
                                       std::uint32_t counterFrames, const core::Clock& clock)
    : port_(std::move(port)),
      protocol_(std::move(protocol)),
      clock_(clock),
      opened_(clock.now()),
      dialogue_(*port_, *protocol_, clock),
      counterFrames_(counterFrames) {}

ProtocolConnection::~ProtocolConnection() { stop(); }

void ProtocolConnection::configure(const core::SourceConfig& config) {
  config_ = config;
  begin(Task::kIdentify);
}

void ProtocolConnection::start(OnBlock onBlock) {
  onBlock_ = std::move(onBlock);
  if (std::string remark = protocol_->identity().remark; !remark.empty()) remarks_.push_back(std::move(remark));
  decoder_ = protocol_->makeDecoder();
  losses_.emplace(format_.sampleRateHz, counterFrames_);
  rate_.emplace(format_.sampleRateHz);
  rateSaid_ = false;
  deficit_.reset();
  if (counterFrames_ == 0) deficit_.emplace(format_.sampleRateHz, format_.sampleRateHz * kTransferS);
  begin(Task::kStart);
}

bool ProtocolConnection::measureImpedance() {
  begin(Task::kImpedance);
  return true;
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
  decoder_->push(bytes, [this, arrival](core::RawBlock& block) { onBlock(block, arrival); });
}

void ProtocolConnection::onBlock(core::RawBlock& block, SteadyTime arrival) {
  block.arrival = arrival;
  losses_->place(block);
  if (block.framesN > 0) watchTime(block);
  onBlock_(block);
}

void ProtocolConnection::watchTime(const core::RawBlock& block) {
  const std::int64_t framesN = block.first.value + block.framesN;
  if (deficit_)
    if (const auto suspicion = deficit_->add(framesN, block.arrival)) remarks_.push_back(inWords(*suspicion));
  rate_->add(framesN, block.arrival);
  if (rateSaid_) return;
  const auto estimate = rate_->estimate();
  if (!estimate) return;
  rateSaid_ = true;
  const MeasuredRate rate = withBound(*estimate);
  const double offHz = std::abs(rate.hz - format_.sampleRateHz);
  if (offHz > kRateThatMatters * format_.sampleRateHz && offHz > rate.boundHz)
    remarks_.push_back(inWords(rate, format_.sampleRateHz));
}

std::optional<MeasuredRate> ProtocolConnection::measuredRate() const {
  if (counterFrames_ == 0 || !rate_) return std::nullopt;
  const auto estimate = rate_->estimate();
  return estimate ? std::optional(withBound(*estimate)) : std::nullopt;
}

void ProtocolConnection::assumeRate(double sampleRateHz) {
  const double promisedHz = protocol_->format().sampleRateHz;
  const double off = std::abs(sampleRateHz / promisedHz - 1);
  if (off > kRateThatMatters && off < kRateThatIsAnother) format_.sampleRateHz = sampleRateHz;
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
    pumpStream(deadline);
  }
  return state_;
}

void ProtocolConnection::pumpStream(SteadyTime deadline) {
  // First what waits already: if nothing does, a frame that comes later was not held up by us.
  const std::uint64_t before = port_->counts().bytesN;
  const SteadyTime now = clock_.now();
  BytePort::State port = port_->pump(now);
  if (port == BytePort::State::kFlowing && port_->counts().bytesN == before) {
    losses_->drained(now);
    port = port_->pump(deadline);
  }
  if (port == BytePort::State::kGone) state_ = State::kGone;
  if (port == BytePort::State::kFailed) fail(port_->fault());
  // What failed on the way explains a silence later, even if the stream goes on.
  if (!port_->fault().what.empty()) fault_ = port_->fault();
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
  std::vector<std::string> messages = decoder_ ? decoder_->takeMessages() : std::vector<std::string>();
  std::move(remarks_.begin(), remarks_.end(), std::back_inserter(messages));
  remarks_.clear();
  return messages;
}

}  // namespace tonus::drivers::live
