#pragma once
// Where processed blocks go: recorder, screen, sound, network. Each has its own queue with a named policy.

#include <chrono>
#include <string_view>

#include "tonus/core/processed.h"
#include "tonus/core/result.h"

namespace tonus::core {

enum class QueuePolicy {
  kFaultWhenFull,  ///< must have everything: overflow is a fault on screen (recorder)
  kDropOldest,     ///< wants the newest: drops are counted (screen, network)
  kInline,         ///< called on the process thread itself: must be quick and never wait (sound's three atomics)
};

struct SinkPolicy {
  QueuePolicy policy = QueuePolicy::kDropOldest;
  std::chrono::milliseconds depth{4000};  ///< of signal
};

/// consume, tick and finish are called from one thread. After consume returned a Fault the sink gets no more
/// blocks, only finish.
class BlockSink {
 public:
  virtual ~BlockSink() = default;
  virtual std::string_view name() const = 0;
  virtual SinkPolicy policy() const = 0;
  virtual Status consume(const BlockPtr& block) = 0;
  /// About ten times a second, also while no block comes.
  virtual Status tick() { return {}; }
  virtual Status finish() = 0;
};

}  // namespace tonus::core
