#include "biosemi_activetwo/protocol.h"

#include <memory>

namespace tonus::drivers::biosemi_activetwo {

using namespace std::chrono_literals;
using transport::Task;

namespace {
constexpr std::size_t kOrderBytes = 64;
constexpr double kFastestBytesPerSecond = 2.6e6;
}  // namespace

std::unique_ptr<core::Decoder> Protocol::makeDecoder() const { return std::make_unique<Decoder>(format_); }

double Protocol::bytesPerSecond() const {
  if (format_.channels.empty()) return kFastestBytesPerSecond;
  return format_.sampleRateHz * 4 * static_cast<double>(format_.channelsN() + 2) * 1.05;
}

core::Fault Protocol::noAnswer() const {
  return {core::FaultCode::kTimeout, "The BioSemi receiver sends nothing that can be read.",
          "Check that the AD-box is on and its fibre is plugged in."};
}

void Protocol::addOrder(std::uint8_t first) {
  std::vector<std::uint8_t> order(kOrderBytes, 0);
  order[0] = first;
  add({.write = std::move(order), .limit = 0ms});
}

void Protocol::plan(Task task, const core::SourceConfig&) {
  switch (task) {
    case Task::kIdentify:
      addOrder(0x00);
      addOrder(0xFF);
      add({.limit = 1500ms,
           .waitingFor = "the first frames",
           .judge = [this](const Heard& heard) { return onStream(heard); }});
      return addOrder(0x00);
    case Task::kStart:
      addOrder(0x00);
      return addOrder(0xFF);
    case Task::kStop:
      addOrder(0x00);
      return add({.limit = 1000ms,
                  .waitingFor = "the receiver to stop",
                  .mayGoUnanswered = true,
                  .judge = [](const Heard& heard) { return heard.quiet >= 200ms ? Verdict::kNext : Verdict::kWait; }});
    case Task::kConfigure:
    case Task::kImpedance:
      return;
  }
}

Protocol::Verdict Protocol::onStream(const Heard& heard) {
  Decoder decoder(0);
  decoder.push(heard.bytes, [](core::RawBlock&) {});
  if (!decoder.format() || decoder.counts().framesN < 2) return Verdict::kWait;
  format_ = *decoder.format();
  identity_.model = "BioSemi ActiveTwo";
  identity_.channelsN = static_cast<std::uint32_t>(format_.channelsN());
  identity_.sampleRateHz = format_.sampleRateHz;
  identity_.remark = "Nobody has tried this receiver with Tonus yet: check the signal before you rely on it.";
  return Verdict::kNext;
}

}  // namespace tonus::drivers::biosemi_activetwo
