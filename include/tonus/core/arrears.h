#pragma once
// Counting that is paid late: a hop counts only once the verdicts that cover it have come, and not if they are bad.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tonus::core {

/// Each hop either counts as scored, or as scored and in target, or not at all. It is paid `delayHops` later; forfeit()
/// drops what is still owed. Sample time only; no allocation after construction.
class Arrears {
 public:
  explicit Arrears(std::size_t delayHops) : owed_(delayHops, kNothing) {}

  void hop(bool scored, bool inTarget) {
    const std::uint8_t now = !scored ? kNothing : inTarget ? kInTarget : kScored;
    if (owed_.empty()) return pay(now);
    pay(owed_[next_]);
    owed_[next_] = now;
    next_ = (next_ + 1) % owed_.size();
  }
  void forfeit() { owed_.assign(owed_.size(), kNothing); }
  void restart() {
    forfeit();
    scoredHops_ = inTargetHops_ = 0;
  }

  std::int64_t scoredHops() const { return scoredHops_; }
  std::int64_t inTargetHops() const { return inTargetHops_; }

 private:
  static constexpr std::uint8_t kNothing = 0, kScored = 1, kInTarget = 2;
  void pay(std::uint8_t what) {
    scoredHops_ += what != kNothing ? 1 : 0;
    inTargetHops_ += what == kInTarget ? 1 : 0;
  }

  std::vector<std::uint8_t> owed_;
  std::size_t next_ = 0;
  std::int64_t scoredHops_ = 0;
  std::int64_t inTargetHops_ = 0;
};

}  // namespace tonus::core
