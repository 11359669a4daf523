#include "byb_spikerbox/hid_protocol.h"

#include <algorithm>
#include <utility>

#include "byb_spikerbox/hid_decoder.h"
#include "byb_spikerbox/serial_protocol.h"

namespace tonus::drivers::byb_spikerbox {

using namespace std::chrono_literals;
using transport::Task;

std::vector<std::uint8_t> reportOf(std::string_view command) {
  std::vector<std::uint8_t> report(kReportBytes, 0);
  report[0] = kReportId;
  report[1] = kReportBytes - 2;
  std::copy_n(command.begin(), std::min<std::size_t>(command.size(), kReportBytes - 2), report.begin() + 2);
  return report;
}

std::vector<std::uint8_t> payloadsOf(std::span<const std::uint8_t> reports) {
  std::vector<std::uint8_t> all;
  for (std::size_t at = 0; at + kReportBytes <= reports.size(); at += kReportBytes) {
    const wire::Bytes payload = payloadOf(reports.subspan(at, kReportBytes));
    all.insert(all.end(), payload.begin(), payload.end());
  }
  return all;
}

std::vector<std::string> answersIn(std::span<const std::uint8_t> reports) {
  StreamDecoder stream(*findBox("MUSCLESB"));
  stream.push(payloadsOf(reports), [](core::RawBlock&) {});
  return stream.takeMessages();
}

std::unique_ptr<core::Decoder> HidProtocol::makeDecoder() const { return std::make_unique<HidDecoder>(box_); }

double HidProtocol::bytesPerSecond() const { return box_.sampleRateHz * box_.channelsN * 2 * 64 / 62 * 1.02; }

core::Fault HidProtocol::noAnswer() const {
  return {core::FaultCode::kTimeout, "The SpikerBox does not answer.", "Pull its plug, wait two seconds, plug it in again."};
}

void HidProtocol::plan(Task task, const core::SourceConfig&) {
  switch (task) {
    case Task::kIdentify:
      return planIdentify();
    case Task::kStart:
      return add({.write = reportOf("start:;"), .limit = 0ms});
    case Task::kStop:
      return add({.write = reportOf("h:;"),
                  .limit = 300ms,
                  .waitingFor = "the box to stop",
                  .tries = 3,
                  .mayGoUnanswered = true,
                  .judge = [](const Heard& heard) { return heard.quiet >= 100ms ? Verdict::kNext : Verdict::kWait; }});
    case Task::kConfigure:
    case Task::kImpedance:
      return;
  }
}

void HidProtocol::planIdentify() {
  describe();
  plan(Task::kStop, {});
  ask("?:;", "the box to say what it is", [this](const std::string& answer) {
    if (const Box* box = findBox(valueOf(answer, "HWT").value_or("?"))) box_ = *box;
    describe();
    identity_.firmware = valueOf(answer, "FWV").value_or("");
  });
  ask("board:;", "the box to say what is plugged into it", [this](const std::string& answer) {
    if (valueOf(answer, "BRD") != "1") return;
    box_ = withChannels(box_, 4);
    describe();
  });
  ask("V:;", "the box to say how its battery is", [this](const std::string& answer) {
    if (valueOf(answer, "PWR") == "0")
      identity_.remark = "The amplifiers of the SpikerBox are without power: change its 9 V battery.";
  });
  countChannels();
}

/// What the box calls its expansion boards differs between its answer and its messages; its frames do not. Last, because
/// after a stop the next answer is cut.
void HidProtocol::countChannels() {
  add({.write = reportOf("start:;"),
       .limit = 300ms,
       .waitingFor = "the box to show how many channels it has",
       .mayGoUnanswered = true,
       .judge = [this](const Heard& heard) {
         const auto n = channelsHeard(payloadsOf(heard.bytes));
         if (!n) return Verdict::kWait;
         box_ = withChannels(box_, *n);
         describe();
         return Verdict::kNext;
       }});
  plan(Task::kStop, {});
}

void HidProtocol::describe() {
  identity_.model = box_.model;
  identity_.channelsN = box_.channelsN;
  identity_.sampleRateHz = box_.sampleRateHz;
}

/// The first answer after a stop may be cut, so each question is asked again when nothing whole comes back.
void HidProtocol::ask(std::string_view question, std::string waitingFor,
                      std::function<void(const std::string&)> onAnswer) {
  add({.write = reportOf(question),
       .limit = 200ms,
       .waitingFor = std::move(waitingFor),
       .tries = 3,
       .mayGoUnanswered = true,
       .judge = [onAnswer = std::move(onAnswer)](const Heard& heard) {
         const auto answers = answersIn(heard.bytes);
         if (answers.empty()) return Verdict::kWait;
         for (const std::string& answer : answers) onAnswer(answer);
         return Verdict::kNext;
       }});
}

}  // namespace tonus::drivers::byb_spikerbox
