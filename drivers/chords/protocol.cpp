#include "chords/protocol.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <string>

namespace tonus::drivers::chords {

using namespace std::chrono_literals;
using transport::LineSettings;
using transport::Task;

namespace {
constexpr auto kReset = 2000ms;
constexpr auto kAnswer = 1600ms;  // the sketch waits 1 s for the end of a command

/// Only what a board may be called: other programs' texts are not answers.
bool isName(std::string_view line) {
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
  return line.size() >= 4 && line.size() <= 24 && line.find('-') != std::string_view::npos && std::ranges::all_of(line, fits);
}
}  // namespace

std::unique_ptr<core::Decoder> Protocol::makeDecoder() const {
  return std::make_unique<Decoder>(wire::KeepCounters::kNo, board_);
}

double Protocol::bytesPerSecond() const { return board_.sampleRateHz * (2.0 * board_.channelsN + 4) * 1.05; }

core::Fault Protocol::noAnswer() const {
  return {core::FaultCode::kTimeout, "The Chords board does not answer.", "Pull its plug, wait two seconds, plug it in again."};
}

void Protocol::plan(Task task, const core::SourceConfig&) {
  switch (task) {
    case Task::kIdentify:
      add({.line = LineSettings{.baud = 230'400},
           .limit = 0ms,
           .afterReset = kReset,
           .waitingFor = "the board to start after its reset (2 s)"});
      addQuestion(230'400, false);
      addQuestion(115'200, true);
      return;
    case Task::kStart:
      return add({.write = bytesOf("START\n"), .limit = 0ms});
    case Task::kStop:
      return add({.write = bytesOf("STOP\n"),
                  .limit = 1500ms,
                  .waitingFor = "the board to stop",
                  .tries = 3,
                  .mayGoUnanswered = true,
                  .judge = [](const Heard& heard) { return heard.quiet >= 200ms ? Verdict::kNext : Verdict::kWait; }});
    case Task::kConfigure:
    case Task::kImpedance:
      return;
  }
}

void Protocol::addQuestion(std::uint32_t baud, bool last) {
  // A board left streaming takes the first question for a stop and answers the second.
  add({.write = bytesOf("WHORU\n"),
       .line = LineSettings{.baud = baud},
       .limit = kAnswer,
       .waitingFor = "the board to say what it is (1 s)",
       .tries = last ? 2 : 1,
       .mayGoUnanswered = !last,
       .judge = [this](const Heard& heard) { return onAnswer(heard); }});
}

Protocol::Verdict Protocol::onAnswer(const Heard& heard) {
  wire::TextLines lines("\n");
  for (const std::uint8_t byte : heard.bytes) {
    const auto line = lines.add(byte);
    if (!line || !isName(*line)) continue;
    const Board* board = findBoard(*line);
    if (board == nullptr) {
      fail({core::FaultCode::kUnsupported, "This board calls itself " + *line + ", which Tonus does not know.",
            "A newer Tonus may know it."});
      return Verdict::kFailed;
    }
    board_ = *board;
    identity_.model = "Chords " + *line;
    identity_.channelsN = board_.channelsN;
    identity_.sampleRateHz = board_.sampleRateHz;
    return Verdict::kDone;
  }
  return Verdict::kWait;
}

}  // namespace tonus::drivers::chords
