#include "openbci_cyton/protocol.h"

#include <memory>
#include <utility>

#include "openbci_cyton/impedance.h"

namespace tonus::drivers::openbci_cyton {

using namespace std::chrono_literals;
using transport::Impedance;
using transport::Task;

namespace {
constexpr std::string_view kEnd = "$$$";
constexpr std::string_view kChannelNames = "12345678QWERTYUI";
constexpr auto kSettle = 300ms;
constexpr auto kMeasure = 1300ms;

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// What stands between `key` and the end of its line.
std::string lineAfter(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return {};
  const auto from = at + key.size();
  return std::string(text.substr(from, text.find_first_of("\r\n$", from) - from));
}
}  // namespace

std::string channelCommand(std::uint32_t channel, bool on, Input input) {
  return std::string{'x', kChannelNames[channel], on ? '0' : '1', '6', static_cast<char>(input), '1', '0', '0', 'X'};
}

std::string leadOffCommand(std::uint32_t channel, bool positive, bool negative) {
  return std::string{'z', kChannelNames[channel], positive ? '1' : '0', negative ? '1' : '0', 'Z'};
}

Protocol::Protocol(bool daisy) : daisy_(daisy) {}

core::StreamFormat Protocol::format() const { return *makeDecoder()->format(); }

std::unique_ptr<core::Decoder> Protocol::makeDecoder() const {
  if (daisy_) return std::make_unique<DaisyDecoder>(wire::KeepCounters::kNo);
  return std::make_unique<Decoder>(wire::KeepCounters::kNo);
}

double Protocol::bytesPerSecond() const { return kPacketsPerSecond * kPacketBytes * 1.05; }

core::Fault Protocol::noAnswer() const {
  return {core::FaultCode::kTimeout, "The Cyton did not confirm a setting.",
          "Check that the board is on and near its dongle, then try again."};
}

void Protocol::plan(Task task, const core::SourceConfig& config) {
  switch (task) {
    case Task::kIdentify:
      return planIdentify();
    case Task::kConfigure:
      channelMask_ = config.channelMask;
      return planConfigure();
    case Task::kStart:
      return planStart();
    case Task::kStop:
      return planStop();
    case Task::kImpedance:
      return planImpedance();
  }
}

/// A stop can be lost over the radio, so it is said until there is silence.
void Protocol::addQuiet(std::string waitingFor) {
  add({.write = bytesOf("s"),
       .limit = 500ms,
       .waitingFor = std::move(waitingFor),
       .tries = 4,
       .mayGoUnanswered = true,
       .judge = [](const Heard& heard) { return heard.quiet >= 300ms ? Verdict::kNext : Verdict::kWait; }});
}

void Protocol::planIdentify() {
  identity_ = {};
  firmware_.reset();
  daisyAttached_ = false;
  // A board left streaming drowns the dongle's answer, so silence comes between the first question and the second.
  add({.write = {0xF0, 0x07},
       .line = transport::LineSettings{},
       .limit = 300ms,
       .waitingFor = "the dongle to answer",
       .judge = [this](const Heard& heard) {
         const Verdict verdict = onStatus(heard);
         if (verdict != Verdict::kWait || !heard.timeUp) return verdict;
         addNext({.write = {0xF0, 0x07},
                  .limit = 500ms,
                  .waitingFor = "the dongle to answer",
                  .judge = [this](const Heard& again) { return onStatus(again); }});
         addNext({.write = bytesOf("s"), .limit = 150ms, .waitingFor = "the board to stop"});
         return Verdict::kNext;
       }});
  add({.write = bytesOf("s"), .limit = 100ms, .waitingFor = "the board to stop"});
  add({.write = bytesOf("v"),
       .limit = 3000ms,
       .waitingFor = "the board to start anew",
       .tries = 2,
       .judge = [this](const Heard& heard) { return onBanner(heard); }});
}

Protocol::Verdict Protocol::onStatus(const Heard& heard) {
  if (!has(heard.text, kEnd)) return Verdict::kWait;
  if (has(heard.text, "System is Up")) return Verdict::kNext;
  return has(heard.text, "Failure") ? boardIsOff() : Verdict::kWait;
}

Protocol::Verdict Protocol::boardIsOff() {
  fail({core::FaultCode::kUnavailable, "The OpenBCI dongle is there, but it does not hear its board.",
        "Switch the board on (to PC), check its battery, and that board and dongle are on the same radio channel."});
  return Verdict::kFailed;
}

Protocol::Verdict Protocol::onBanner(const Heard& heard) {
  if (!has(heard.text, kEnd)) return Verdict::kWait;
  if (has(heard.text, "Failure")) return boardIsOff();
  if (!has(heard.text, "OpenBCI")) return Verdict::kWait;
  daisyAttached_ = has(heard.text, "On Daisy ADS1299");
  firmware_ = lineAfter(heard.text, "Firmware: ");
  if (daisy_ && !daisyAttached_) return Verdict::kNotMine;
  describe(*firmware_);
  return Verdict::kDone;
}

/// The Daisy is asked for first; the answer of a board without one says all there is to know.
bool Protocol::knowsFrom(const transport::DeviceProtocol& asked) {
  const auto* other = dynamic_cast<const Protocol*>(&asked);
  if (other == nullptr || !other->firmware_ || (daisy_ && !other->daisyAttached_)) return false;
  daisyAttached_ = other->daisyAttached_;
  describe(*other->firmware_);
  return true;
}

void Protocol::describe(std::string firmware) {
  identity_ = {};
  identity_.model = daisy_ ? "OpenBCI Cyton + Daisy" : "OpenBCI Cyton";
  if (testSignal_) identity_.model += " (its own test signal)";
  identity_.firmware = std::move(firmware);
  identity_.channelsN = channelsN();
  identity_.sampleRateHz = daisy_ ? kPacketsPerSecond / 2 : kPacketsPerSecond;
  if (testSignal_) identity_.remark = "test signal of the amplifier (square wave, 1.875 mV, about 1 Hz): nothing of a patient";
}

Protocol::Verdict Protocol::onReply(const Heard& heard) {
  if (!has(heard.text, kEnd)) return Verdict::kWait;
  if (!has(heard.text, "Failure")) return Verdict::kNext;
  fail({core::FaultCode::kUnavailable, "The Cyton refused a setting: " + lineAfter(heard.text, "Failure: "),
        "Switch the board off and on, then try again."});
  return Verdict::kFailed;
}

void Protocol::addCommand(std::string_view command, std::string waitingFor) {
  add({.write = bytesOf(command),
       .limit = 1000ms,
       .waitingFor = std::move(waitingFor),
       .tries = 3,
       .judge = [this](const Heard& heard) { return onReply(heard); }});
}

void Protocol::planConfigure() {
  addCommand("d", "the board to take its defaults");
  if (!daisy_ && daisyAttached_) addCommand("c", "the Daisy to be left out");
  for (std::uint32_t c = 0; c < channelsN(); ++c)
    addCommand(channelCommand(c, (channelMask_ >> c & 1U) != 0), "channel " + std::to_string(c + 1) + " to be set up");
}

/// The first command sets the generator (amplitude once, slow), but switches every channel on; the others put the wanted
/// channels on it and confirm that.
void Protocol::planStart() {
  if (testSignal_) {
    add({.write = bytesOf("-"),
         .limit = 500ms,
         .waitingFor = "the board's test signal",
         .mayGoUnanswered = true,
         .judge = [this](const Heard& heard) { return onReply(heard); }});
    for (std::uint32_t c = 0; c < channelsN(); ++c)
      addCommand(channelCommand(c, (channelMask_ >> c & 1U) != 0, Input::kTestSignal), "the board's test signal");
  }
  add({.write = bytesOf("b"), .limit = 0ms});
}

void Protocol::planStop() {
  addQuiet("the board to stop");
  if (!testSignal_) return;
  add({.write = bytesOf("d"),
       .limit = 500ms,
       .waitingFor = "the board to go back to its inputs",
       .tries = 2,
       .mayGoUnanswered = true,
       .judge = [this](const Heard& heard) { return onReply(heard); }});
}

void Protocol::planImpedance() {
  impedances_.clear();
  addQuiet("the board to stop");
  for (std::uint32_t c = 0; c < channelsN(); ++c) {
    addMeasurement(c, Impedance::Pin::kNegative);
    addMeasurement(c, Impedance::Pin::kPositive);
  }
}

void Protocol::addMeasurement(std::uint32_t channel, Impedance::Pin pin) {
  const std::string what = "channel " + std::to_string(channel + 1) + " of " + std::to_string(channelsN());
  const bool positive = pin == Impedance::Pin::kPositive;
  addCommand(leadOffCommand(channel, positive, !positive), what);
  add({.write = bytesOf("b"),
       .limit = kMeasure,
       .waitingFor = what,
       .judge = [=, this](const Heard& heard) { return onSignal(heard, channel, pin); }});
  addQuiet(what);
  addCommand(leadOffCommand(channel, false, false), what);
}

Protocol::Verdict Protocol::onSignal(const Heard& heard, std::uint32_t channel, Impedance::Pin pin) {
  if (!heard.timeUp) return Verdict::kWait;
  const auto decoder = makeDecoder();
  const core::ChannelFormat scale = decoder->format()->channels[channel];
  std::vector<double> microvolts;
  const auto take = [&](core::RawBlock& block) {
    for (std::size_t f = 0; f < block.framesN; ++f)
      microvolts.push_back(block.counts[f * block.channelsN + channel] * scale.scaleUvPerCount);
  };
  decoder->push(heard.bytes, take);
  const double rateHz = decoder->format()->sampleRateHz;
  const auto settle = static_cast<std::size_t>(rateHz * std::chrono::duration<double>(kSettle).count());
  if (microvolts.size() < 2 * settle || decoder->counts().lostN > 0) {
    fail({core::FaultCode::kUnavailable, "The signal broke off while electrodes were measured.",
          "Bring the board nearer to its dongle and measure again."});
    return Verdict::kFailed;
  }
  const auto settled = std::span<const double>(microvolts).subspan(settle);
  impedances_.push_back({.channel = channel, .pin = pin, .kOhm = kOhmFrom(settled, rateHz, daisy_)});
  return Verdict::kNext;
}

}  // namespace tonus::drivers::openbci_cyton
