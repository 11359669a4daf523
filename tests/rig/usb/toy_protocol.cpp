#include "toy_protocol.h"

#include <algorithm>

namespace tonus::rig {

using namespace std::chrono_literals;
using drivers::transport::DeviceProtocol;
using drivers::transport::Elapsed;
using drivers::transport::Identity;
using drivers::transport::Listening;
using drivers::transport::Task;
using drivers::transport::Turn;

namespace {
core::StreamFormat toyFormat() {
  core::StreamFormat format;
  format.sampleRateHz = kToyRateHz;
  format.channels = {{.label = "ch1", .scaleUvPerCount = 1, .maxCount = 255}};
  return format;
}

class ToyDecoder final : public core::Decoder {
 public:
  void push(std::span<const std::uint8_t> bytes, const OnBlock& onBlock) override {
    block_.clear();
    block_.channelsN = 1;
    for (const std::uint8_t b : bytes) take(b, onBlock);
    flush(onBlock);
  }
  void reset() override { *this = {}; }
  const std::optional<core::StreamFormat>& format() const override { return format_; }
  const core::DecoderCounts& counts() const override { return counts_; }
  std::vector<std::uint64_t> takeCounters() override { return {}; }
  std::vector<std::string> takeMessages() override { return {}; }

 private:
  void flush(const OnBlock& onBlock) {
    if (block_.framesN > 0) onBlock(block_);
    block_.clear();
    block_.channelsN = 1;
  }
  void take(std::uint8_t b, const OnBlock& onBlock) {
    if (packet_.empty() && b != 0xA5) return;
    packet_.push_back(b);
    if (packet_.size() < kToyPacketBytes) return;
    const auto lost = counter_ ? static_cast<std::uint8_t>(packet_[1] - *counter_ - 1) : std::uint8_t{0};
    counter_ = packet_[1];
    if (lost > 0) flush(onBlock);
    next_ += lost;
    counts_.lostN += lost;
    if (block_.framesN == 0) {
      block_.first = {next_};
      block_.lostBefore = lost;
    }
    block_.counts.push_back(packet_[2]);
    ++block_.framesN;
    ++next_;
    ++counts_.framesN;
    packet_.clear();
  }

  std::optional<core::StreamFormat> format_ = toyFormat();
  core::DecoderCounts counts_;
  std::vector<std::uint8_t> packet_;
  std::optional<std::uint8_t> counter_;
  std::int64_t next_ = 0;
  core::RawBlock block_;
};

class Toy final : public DeviceProtocol {
 public:
  explicit Toy(ToyKind kind) : kind_(std::move(kind)) {}

  std::vector<Listening> listenings() const override {
    if (!kind_.speaksUnasked) return {};
    return {{{.baud = kind_.baud}, 300ms, kind_.needsReset}};
  }
  bool recognises(std::span<const std::uint8_t> heard) const override {
    for (std::size_t at = 0; at + 12 <= heard.size(); ++at)
      if (heard[at] == 0xA5 && heard[at + 3] == 0xA5 && heard[at + 6] == 0xA5 && heard[at + 9] == 0xA5 &&
          heard[at + 4] == static_cast<std::uint8_t>(heard[at + 1] + 1))
        return kind_.speaksUnasked;
    return false;
  }
  void begin(Task task, const core::SourceConfig&) override {
    task_ = task;
    asked_ = false;
    heard_.clear();
  }
  Turn advance(std::span<const std::uint8_t> received, Elapsed elapsed) override {
    heard_.append(received.begin(), received.end());
    Turn turn;
    turn.outcome = Turn::Outcome::kDone;
    if (task_ == Task::kIdentify) return identify(elapsed);
    if (task_ == Task::kStart) turn.write.assign(1, 'b');
    if (task_ == Task::kStop) turn.write.assign(1, 's');
    return turn;
  }
  Identity identity() const override { return {"Toy " + kind_.answer.substr(0, 3), "", "", 1, kToyRateHz, ""}; }
  core::StreamFormat format() const override { return toyFormat(); }
  std::unique_ptr<core::Decoder> makeDecoder() const override { return std::make_unique<ToyDecoder>(); }
  double bytesPerSecond() const override { return kToyRateHz * kToyPacketBytes; }

 private:
  Turn identify(Elapsed elapsed) {
    Turn turn;
    if (kind_.needsReset && elapsed.sinceReset < 2s) {
      turn.line = drivers::transport::LineSettings{.baud = kind_.baud};
      turn.wakeIn = std::chrono::duration_cast<std::chrono::milliseconds>(2s - elapsed.sinceReset) + 1ms;
      turn.waitingFor = "the board to start after its reset (2 s)";
      return turn;
    }
    turn.waitingFor = "an answer (1 s)";
    if (!asked_) {
      asked_ = true;
      askedAt_ = elapsed.sinceBegin;
      turn.line = drivers::transport::LineSettings{.baud = kind_.baud};
      turn.write.assign(kind_.question.begin(), kind_.question.end());
      return turn;
    }
    if (heard_.find(kind_.answer) != std::string::npos) {
      turn.outcome = kind_.boardOff ? Turn::Outcome::kFailed : Turn::Outcome::kDone;
      turn.fault = {core::FaultCode::kUnavailable, "The board is off.", "Switch it on."};
    } else if (elapsed.sinceBegin > askedAt_ + 1s) {
      turn.outcome = Turn::Outcome::kNotMine;
    }
    return turn;
  }

  const ToyKind kind_;
  Task task_ = Task::kIdentify;
  bool asked_ = false;
  std::chrono::nanoseconds askedAt_{};
  std::string heard_;
};
}  // namespace

std::unique_ptr<DeviceProtocol> makeToy(ToyKind kind) { return std::make_unique<Toy>(std::move(kind)); }

std::uint8_t toyByteAt(std::uint64_t n) {
  const std::uint64_t packet = n / kToyPacketBytes;
  switch (n % kToyPacketBytes) {
    case 0:
      return 0xA5;
    case 1:
      return static_cast<std::uint8_t>(packet);
    default:
      return static_cast<std::uint8_t>(packet % 97);
  }
}

}  // namespace tonus::rig
