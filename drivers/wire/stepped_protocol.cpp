#include "wire/stepped_protocol.h"

#include <algorithm>
#include <utility>

namespace tonus::drivers::wire {

using namespace std::chrono_literals;
using transport::Elapsed;
using transport::Task;
using transport::Turn;

namespace {
constexpr std::size_t kMaxHeardBytes = 1U << 20;
constexpr auto kLookEvery = 20ms;
}  // namespace

void SteppedProtocol::begin(Task task, const core::SourceConfig& config) {
  task_ = task;
  steps_.clear();
  heard_.clear();
  at_ = 0;
  said_ = false;
  fault_ = {};
  plan(task, config);
  if (!steps_.empty()) triesLeft_ = steps_.front().tries;
}

void SteppedProtocol::add(Step step) { steps_.push_back(std::move(step)); }

void SteppedProtocol::addNext(Step step) {
  steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(at_) + 1, std::move(step));
}

Turn SteppedProtocol::advance(std::span<const std::uint8_t> received, Elapsed elapsed) {
  if (!received.empty() && heard_.size() + received.size() <= kMaxHeardBytes) {
    heard_.insert(heard_.end(), received.begin(), received.end());
    heardAt_ = elapsed.sinceBegin;
  }
  while (at_ < steps_.size()) {
    if (!said_) return say(steps_[at_], elapsed);
    switch (judge(steps_[at_], elapsed)) {
      case Verdict::kWait: {
        Turn turn;
        turn.wakeIn = kLookEvery;
        turn.waitingFor = steps_[at_].waitingFor;
        turn.progress = progress();
        return turn;
      }
      case Verdict::kAgain:
        said_ = false;
        if (--triesLeft_ > 0) break;
        if (!steps_[at_].mayGoUnanswered) return giveUp();
        next();
        break;
      case Verdict::kNext:
        next();
        break;
      case Verdict::kDone:
        at_ = steps_.size();
        break;
      case Verdict::kNotMine:
        return outcome(Turn::Outcome::kNotMine);
      case Verdict::kFailed:
        return outcome(Turn::Outcome::kFailed);
    }
  }
  return outcome(Turn::Outcome::kDone);
}

void SteppedProtocol::next() {
  said_ = false;
  if (++at_ < steps_.size()) triesLeft_ = steps_[at_].tries;
}

Turn SteppedProtocol::say(Step& step, Elapsed elapsed) {
  said_ = true;
  saidAt_ = heardAt_ = elapsed.sinceBegin;
  heard_.clear();
  Turn turn;
  turn.line = step.line;
  turn.write = step.write;
  turn.wakeIn = std::min<std::chrono::milliseconds>(step.limit, kLookEvery);
  turn.waitingFor = step.waitingFor;
  turn.progress = progress();
  // The last thing to say and nothing to hear: what comes next belongs to the stream.
  const bool last = at_ + 1 == steps_.size();
  if (last && !step.judge && step.limit == 0ms && step.afterReset == 0ms) turn.outcome = Turn::Outcome::kDone;
  return turn;
}

SteppedProtocol::Verdict SteppedProtocol::judge(Step& step, Elapsed elapsed) {
  Heard heard;
  heard.bytes = heard_;
  heard.text = {reinterpret_cast<const char*>(heard_.data()), heard_.size()};
  heard.inStep = elapsed.sinceBegin - saidAt_;
  heard.quiet = elapsed.sinceBegin - heardAt_;
  heard.timeUp = heard.inStep >= step.limit && elapsed.sinceReset >= step.afterReset;
  if (!step.judge) return heard.timeUp ? Verdict::kNext : Verdict::kWait;
  // A judge may add steps, which moves them: it is called from a copy.
  const auto judge = step.judge;
  const Verdict verdict = judge(heard);
  return verdict == Verdict::kWait && heard.timeUp ? Verdict::kAgain : verdict;
}

Turn SteppedProtocol::giveUp() {
  if (task_ == Task::kIdentify) return outcome(Turn::Outcome::kNotMine);
  fault_ = noAnswer();
  return outcome(Turn::Outcome::kFailed);
}

Turn SteppedProtocol::outcome(Turn::Outcome outcome) {
  Turn turn;
  turn.outcome = outcome;
  if (outcome == Turn::Outcome::kFailed) turn.fault = fault_;
  if (outcome == Turn::Outcome::kDone) turn.progress = 1;
  steps_.clear();
  at_ = 0;
  return turn;
}

double SteppedProtocol::progress() const {
  return steps_.empty() ? 0.0 : static_cast<double>(at_) / static_cast<double>(steps_.size());
}

}  // namespace tonus::drivers::wire
