#pragma once
// A device protocol as a list of steps: say something, listen until it is answered or the time is up, go on. A device
// writes its steps down; waiting, repeating and giving up are the same for all.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "transport/device_protocol.h"

namespace tonus::drivers::wire {

class SteppedProtocol : public transport::DeviceProtocol {
 public:
  void begin(transport::Task task, const core::SourceConfig& config) final;
  transport::Turn advance(std::span<const std::uint8_t> received, transport::Elapsed elapsed) final;

 protected:
  enum class Verdict {
    kWait,     ///< for more; when the time is up: the device does not answer
    kNext,     ///< to the next step; after the last, the task is done
    kAgain,    ///< say it once more, `tries` times in all
    kDone,     ///< whatever steps are left
    kNotMine,
    kFailed,   ///< after fail()
  };
  struct Heard {
    std::span<const std::uint8_t> bytes;  ///< since the step said its piece
    std::string_view text;                ///< the same
    std::chrono::nanoseconds inStep{};
    std::chrono::nanoseconds quiet{};  ///< since bytes came last
    bool timeUp = false;
  };
  struct Step {
    std::vector<std::uint8_t> write{};
    std::optional<transport::LineSettings> line{};
    std::chrono::milliseconds limit{1000};
    std::chrono::milliseconds afterReset{0};  ///< the limit runs from there at the earliest
    std::string waitingFor{};
    int tries = 1;
    bool mayGoUnanswered = false;  ///< then the next step follows all the same
    /// Called with what was heard, often; none: the step is over when its time is up.
    std::function<Verdict(const Heard&)> judge{};
  };

  /// The steps of a task; may also be added by a judge, behind the step that is on.
  virtual void plan(transport::Task task, const core::SourceConfig& config) = 0;
  void add(Step step);
  /// Directly behind the step that is on.
  void addNext(Step step);
  void fail(core::Fault fault) { fault_ = std::move(fault); }
  /// What a device that does not answer to this task is called, for people.
  virtual core::Fault noAnswer() const = 0;

  static std::vector<std::uint8_t> bytesOf(std::string_view text) { return {text.begin(), text.end()}; }

 private:
  void next();
  transport::Turn say(Step& step, transport::Elapsed elapsed);
  Verdict judge(Step& step, transport::Elapsed elapsed);
  transport::Turn outcome(transport::Turn::Outcome outcome);
  transport::Turn giveUp();
  double progress() const;

  transport::Task task_ = transport::Task::kIdentify;
  std::vector<Step> steps_;
  std::size_t at_ = 0;
  bool said_ = false;
  int triesLeft_ = 0;
  std::chrono::nanoseconds saidAt_{};
  std::chrono::nanoseconds heardAt_{};
  std::vector<std::uint8_t> heard_;
  core::Fault fault_;
};

}  // namespace tonus::drivers::wire
