#include "bitalino/protocol.h"

#include <array>
#include <bit>
#include <memory>
#include <utility>

namespace tonus::drivers::bitalino {

using namespace std::chrono_literals;
using transport::Task;

namespace {
constexpr std::array<std::pair<double, std::uint8_t>, 4> kRates{{{1, 0x03}, {10, 0x43}, {100, 0x83}, {1000, 0xC3}}};
constexpr std::uint8_t kStop = 0x00, kVersion = 0x07, kLive = 0x01;
}  // namespace

std::unique_ptr<core::Decoder> Protocol::makeDecoder() const {
  return std::make_unique<Decoder>(wire::KeepCounters::kNo, channelsN_, sampleRateHz_);
}

double Protocol::bytesPerSecond() const {
  return sampleRateHz_ * static_cast<double>(frameBytes(channelsN_)) * 1.05;
}

core::Fault Protocol::noAnswer() const {
  return {core::FaultCode::kTimeout, "The BITalino does not answer.", "Switch it off and on, check its battery, and try again."};
}

void Protocol::plan(Task task, const core::SourceConfig& config) {
  switch (task) {
    case Task::kIdentify:
      planStop();
      return add({.write = {kVersion},
                  .limit = 700ms,
                  .waitingFor = "the BITalino to say what it is",
                  .tries = 2,
                  .judge = [this](const Heard& heard) { return onVersion(heard); }});
    case Task::kConfigure:
      return configure(config);
    case Task::kStart:
      return add({.write = {rateCode_, static_cast<std::uint8_t>(((1U << channelsN_) - 1) << 2 | kLive)}, .limit = 0ms});
    case Task::kStop:
      return planStop();
    case Task::kImpedance:
      return;
  }
}

void Protocol::planStop() {
  add({.write = {kStop},
       .line = transport::LineSettings{},
       .limit = 400ms,
       .waitingFor = "the BITalino to stop",
       .tries = 3,
       .mayGoUnanswered = true,
       .judge = [](const Heard& heard) { return heard.quiet >= 150ms ? Verdict::kNext : Verdict::kWait; }});
}

/// The lowest channels up to the highest that is wanted; nothing is sent before the start.
void Protocol::configure(const core::SourceConfig& config) {
  const std::uint64_t wanted = config.channelMask & 0x3F;
  channelsN_ = wanted == 0 ? kMaxChannels : static_cast<std::uint32_t>(std::bit_width(wanted));
  const double asked = config.sampleRateHz.value_or(kDefaultRateHz);
  for (const auto& rate : kRates) {
    if (rate.first != asked) continue;
    sampleRateHz_ = rate.first;
    rateCode_ = rate.second;
    return;
  }
  add({.limit = 0ms, .judge = [this](const Heard&) {
         fail({core::FaultCode::kInvalid, "The BITalino cannot sample at the rate that was asked for.",
               "It can do 1, 10, 100 and 1000 Hz."});
         return Verdict::kFailed;
       }});
}

Protocol::Verdict Protocol::onVersion(const Heard& heard) {
  const auto at = heard.text.find("BITalino");
  const auto end = heard.text.find('\n', at);
  if (at == std::string_view::npos || end == std::string_view::npos) return Verdict::kWait;
  const auto version = heard.text.substr(at, end - at);
  identity_.model = "BITalino (r)evolution";
  identity_.firmware = version.substr(version.find('_') + 1);
  identity_.channelsN = kMaxChannels;
  identity_.sampleRateHz = kDefaultRateHz;
  identity_.remark = "Microvolts are right for BITalino's EMG sensor only.";
  return Verdict::kDone;
}

}  // namespace tonus::drivers::bitalino
