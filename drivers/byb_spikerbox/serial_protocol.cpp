#include "byb_spikerbox/serial_protocol.h"

#include <algorithm>
#include <array>
#include <memory>

#include "byb_spikerbox/decoder.h"

namespace tonus::drivers::byb_spikerbox {

using namespace std::chrono_literals;
using transport::LineSettings;
using transport::Listening;
using transport::Task;

namespace {
constexpr std::array<std::uint32_t, 3> kBauds{222'222, 500'000, 230'400};
constexpr std::size_t kMaxChannels = 6;
constexpr std::size_t kFramesToBelieve = 12;
constexpr auto kReset = 2000ms;

/// Frames of `channelsN` from `bytes` on, one after another, without an exception.
bool isStreamOf(std::span<const std::uint8_t> bytes, std::size_t channelsN) {
  const std::size_t n = 2 * channelsN;
  if (bytes.size() < kFramesToBelieve * n) return false;
  for (std::size_t i = 0; i < kFramesToBelieve * n; ++i)
    if (((bytes[i] & 0x80) != 0) != (i % n == 0)) return false;
  return true;
}
}  // namespace

std::optional<std::uint32_t> channelsHeard(std::span<const std::uint8_t> bytes) {
  for (std::size_t from = 0; from < bytes.size(); ++from)
    for (std::size_t n = 1; n <= kMaxChannels; ++n)
      if (isStreamOf(bytes.subspan(from), n)) return static_cast<std::uint32_t>(n);
  return std::nullopt;
}

std::vector<Listening> SerialProtocol::listenings() const {
  std::vector<Listening> all;
  for (const std::uint32_t baud : kBauds)
    // A box that streams says hundreds of frames in that time.
    all.push_back({.line = {.baud = baud},
                   .time = line_ == Line::kBridge ? 150ms : 300ms,
                   .afterReset = line_ == Line::kArduino});
  if (line_ == Line::kOwnUsb) all.resize(1);
  return all;
}

std::unique_ptr<core::Decoder> SerialProtocol::makeDecoder() const { return std::make_unique<StreamDecoder>(box_); }

double SerialProtocol::bytesPerSecond() const { return box_.sampleRateHz * box_.channelsN * 2 * 1.02; }

core::Fault SerialProtocol::noAnswer() const {
  return {core::FaultCode::kTimeout, "The SpikerBox does not answer.", "Pull its plug, wait two seconds, plug it in again."};
}

void SerialProtocol::plan(Task task, const core::SourceConfig&) {
  switch (task) {
    case Task::kIdentify:
      return planIdentify();
    case Task::kStart:
      if (box_.needsStart) add({.write = bytesOf("start:;\n"), .limit = 0ms});
      return;
    case Task::kStop:
      if (box_.needsStart) add(stopStep());
      return;
    case Task::kConfigure:
    case Task::kImpedance:
      return;
  }
}

void SerialProtocol::planIdentify() {
  box_ = *findBox("");
  channelsHeard_ = 0;
  addListening(0);
}

void SerialProtocol::addListening(std::size_t index) {
  const Listening listening = listenings()[index];
  Step step;
  step.line = listening.line;
  step.limit = listening.time;
  step.afterReset = listening.afterReset && index == 0 ? kReset + listening.time : 0ms;
  step.waitingFor = step.afterReset > 0ms ? "the board to start after its reset (2 s)" : "a signal that comes unasked";
  step.judge = [this, index](const Heard& heard) {
    if (const auto n = channelsHeard(heard.bytes)) {
      channelsHeard_ = *n;
      addQuestions();
      return Verdict::kNext;
    }
    if (!heard.timeUp) return Verdict::kWait;
    if (line_ == Line::kOwnUsb) {
      addQuestions();
      return Verdict::kNext;
    }
    if (index + 1 == listenings().size()) return Verdict::kNotMine;
    addListening(index + 1);
    return Verdict::kNext;
  };
  add(std::move(step));
}

void SerialProtocol::addQuestions() {
  // A shield that streams need not answer; a box of the maker's own id that says nothing at all is not understood.
  const bool heard = channelsHeard_ > 0;
  if (!heard) ask("?:;\n", true);
  ask("b:;\n", heard);
  describe();
}

void SerialProtocol::ask(std::string_view question, bool mayGoUnanswered) {
  add({.write = bytesOf(question),
       .limit = 1000ms,
       .waitingFor = "the box to say what it is",
       .mayGoUnanswered = mayGoUnanswered,
       .judge = [this](const Heard& heard) { return onAnswer(heard); }});
}

SerialProtocol::Verdict SerialProtocol::onAnswer(const Heard& heard) {
  StreamDecoder stream(box_);
  stream.push(heard.bytes, [](core::RawBlock&) {});
  for (const std::string& answer : stream.takeMessages()) {
    const auto hardware = valueOf(answer, "HWT");
    if (!hardware) continue;
    const Box* box = findBox(*hardware);
    if (box == nullptr) {
      fail({core::FaultCode::kUnsupported, "This Backyard Brains box calls itself " + *hardware + ", which Tonus does not know.",
            "Its frames may still be read as those of another box: choose one by hand."});
      return Verdict::kFailed;
    }
    box_ = *box;
    describe();
    identity_.firmware = valueOf(answer, "FWV").value_or("");
    if (!box_.needsStart || channelsHeard_ > 0) return Verdict::kDone;
    countChannels();
    return Verdict::kNext;
  }
  return Verdict::kWait;
}

/// Directly behind the answer: what is plugged into the box shows in its frames. Whatever was still to be asked is said
/// already.
void SerialProtocol::countChannels() {
  Step stop = stopStep();
  stop.judge = [](const Heard& heard) { return heard.quiet >= 100ms ? Verdict::kDone : Verdict::kWait; };
  addNext(std::move(stop));
  addNext({.write = bytesOf("start:;\n"),
           .limit = 300ms,
           .waitingFor = "the box to show how many channels it has",
           .mayGoUnanswered = true,
           .judge = [this](const Heard& heard) {
             const auto n = channelsHeard(heard.bytes);
             if (!n) return Verdict::kWait;
             channelsHeard_ = *n;
             const std::string firmware = identity_.firmware;
             describe();
             identity_.firmware = firmware;
             return Verdict::kNext;
           }});
}

SerialProtocol::Step SerialProtocol::stopStep() const {
  return {.write = bytesOf("h:;\n"),
          .limit = 300ms,
          .waitingFor = "the box to stop",
          .tries = 3,
          .mayGoUnanswered = true,
          .judge = [](const Heard& heard) { return heard.quiet >= 100ms ? Verdict::kNext : Verdict::kWait; }};
}

void SerialProtocol::describe() {
  box_ = withChannels(box_, channelsHeard_);
  identity_.model = box_.model;
  identity_.channelsN = box_.channelsN;
  identity_.sampleRateHz = box_.sampleRateHz;
  identity_.firmware.clear();
}

}  // namespace tonus::drivers::byb_spikerbox
