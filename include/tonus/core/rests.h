#pragma once
// Rests in work: spells below a line that are long enough to count, their share of the time, and how long a muscle has been
// active without one. Counted in one place for the patient's frame and for a session's numbers.

#include <algorithm>
#include <cstdint>

namespace tonus::core {

/// Hop by hop; a spell counts whole once it has lasted `leastHops`, a shorter one is activity.
class Rests {
 public:
  explicit Rests(std::int64_t leastHops) : leastHops_(std::max<std::int64_t>(1, leastHops)) {}

  void hop(bool below) {
    ++hops_;
    if (!below) return work();
    if (++spell_ < leastHops_) return;
    if (spell_ == leastHops_) {
      ++rests_;
      restHops_ += leastHops_ - 1;
      active_ = 0;
    }
    ++restHops_;
  }
  /// Nobody knows what the muscle did: neither rest nor work, and what comes is not one piece with what was.
  void unknown() { spell_ = active_ = 0; }
  void restart() { *this = Rests(leastHops_); }

  std::int64_t hops() const { return hops_; }          ///< known
  std::int64_t restHops() const { return restHops_; }
  std::int64_t rests() const { return rests_; }
  /// Without a rest up to now.
  std::int64_t activeHops() const { return active_ + (spell_ < leastHops_ ? spell_ : 0); }
  std::int64_t longestActiveHops() const { return std::max(longest_, activeHops()); }

 private:
  void work() {
    active_ = activeHops() + 1;
    spell_ = 0;
    longest_ = std::max(longest_, active_);
  }

  std::int64_t leastHops_;
  std::int64_t hops_ = 0, restHops_ = 0, rests_ = 0;
  std::int64_t spell_ = 0, active_ = 0, longest_ = 0;
};

}  // namespace tonus::core
