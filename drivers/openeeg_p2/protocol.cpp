#include "openeeg_p2/protocol.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace tonus::drivers::openeeg_p2 {

using namespace std::chrono_literals;
using transport::Listening;
using transport::Task;

namespace {
constexpr std::array<std::uint32_t, 2> kBauds{57'600, 115'200};
constexpr auto kReset = 2000ms;
// 250 and 256 Hz differ by 9 packets in this time; arrival is uncertain by 16 ms, which is 4.
constexpr auto kMeasure = 1500ms;

/// Frames of a stretch of stream; lost ones count.
std::uint64_t framesIn(std::span<const std::uint8_t> bytes) {
  Decoder decoder(wire::KeepCounters::kNo);
  decoder.push(bytes, [](core::RawBlock&) {});
  return decoder.counts().framesN + decoder.counts().lostN;
}
}  // namespace

bool isStream(std::span<const std::uint8_t> bytes) {
  Decoder decoder(wire::KeepCounters::kNo);
  decoder.push(bytes, [](core::RawBlock&) {});
  return decoder.counts().framesN >= 3 && decoder.counts().lostN == 0 && decoder.counts().resyncsN <= 1;
}

std::vector<Listening> Protocol::listenings() const {
  std::vector<Listening> all;
  for (const std::uint32_t baud : kBauds) all.push_back({.line = {.baud = baud}, .time = 300ms, .afterReset = true});
  return all;
}

bool Protocol::recognises(std::span<const std::uint8_t> heard) const { return isStream(heard); }

std::unique_ptr<core::Decoder> Protocol::makeDecoder() const {
  return std::make_unique<Decoder>(wire::KeepCounters::kNo, sampleRateHz_);
}

core::Fault Protocol::noAnswer() const {
  return {core::FaultCode::kTimeout, "The board sends nothing.", "Pull its plug, wait two seconds, plug it in again."};
}

void Protocol::plan(Task task, const core::SourceConfig&) {
  if (task == Task::kIdentify) addListening(0);
}

void Protocol::addListening(std::size_t index) {
  Step step;
  step.line = listenings()[index].line;
  step.limit = listenings()[index].time;
  step.afterReset = index == 0 ? kReset + step.limit : 0ms;
  step.waitingFor = index == 0 ? "the board to start after its reset (2 s)" : "a signal that comes unasked";
  step.judge = [this, index](const Heard& heard) {
    if (isStream(heard.bytes)) {
      addMeasurement();
      return Verdict::kNext;
    }
    if (!heard.timeUp) return Verdict::kWait;
    if (index + 1 == kBauds.size()) return Verdict::kNotMine;
    addListening(index + 1);
    return Verdict::kNext;
  };
  add(std::move(step));
}

void Protocol::addMeasurement() {
  add({.limit = kMeasure,
       .waitingFor = "the board's rate to be measured",
       .judge = [this](const Heard& heard) { return onStream(heard); }});
}

Protocol::Verdict Protocol::onStream(const Heard& heard) {
  if (!heard.timeUp) return Verdict::kWait;
  const double measuredHz =
      static_cast<double>(framesIn(heard.bytes)) / std::chrono::duration<double>(heard.inStep).count();
  const bool olimex = std::abs(measuredHz - kOlimexRateHz) < std::abs(measuredHz - kNominalRateHz);
  sampleRateHz_ = olimex ? kOlimexRateHz : kNominalRateHz;
  identity_.model = "OpenEEG P2 board";
  identity_.channelsN = kChannels;
  identity_.sampleRateHz = sampleRateHz_;
  return Verdict::kDone;
}

}  // namespace tonus::drivers::openeeg_p2
