#pragma once
// A simulated amplifier at rest that now and then puts a mark into the signal and writes down when that block was
// handed over.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <random>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/source.h"

namespace tonus::selftest {

/// The marks that went out, from the acquire thread to whoever looks for them.
class MarkLog {
 public:
  struct Marks {
    std::vector<core::SteadyTime> trace;  ///< one block of waves on kTraceChannel
    std::vector<core::SteadyTime> level;  ///< a tenth of a second of effort on kLevelChannel
  };
  /// Those since the last call.
  Marks take();
  void addTrace(core::SteadyTime arrival);
  void addLevel(core::SteadyTime arrival);
  void setOn(bool on) { on_ = on; }
  bool on() const { return on_; }

 private:
  std::mutex mutex_;
  Marks marks_;
  std::atomic<bool> on_{false};
};

inline constexpr std::size_t kLevelChannel = 0;
inline constexpr std::size_t kTraceChannel = 1;
inline constexpr double kMarkUv = 400;  ///< peak of both kinds of mark
inline constexpr double kRestUv = 3;    ///< RMS of everything else

/// 4 channels × 2 kHz in blocks of 10 ms. A mark begins with a block.
std::unique_ptr<core::SignalSource> makeMarkedSource(std::shared_ptr<MarkLog> log, core::Clock& clock);

}  // namespace tonus::selftest
