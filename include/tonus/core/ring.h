#pragma once
// Lock-free single-producer single-consumer ring of RawBlocks between acquisition and processing.

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "tonus/core/block.h"

namespace tonus::core {

/// Blocks are swapped in and out, so nothing is copied or allocated once the slots have grown (they are reserved
/// up front). Full is never waited for here: push refuses. A live producer then calls drop(): the block is counted as
/// overrun and the next accepted block carries its frames as `lostBefore`, so an overrun is a gap like any other.
/// push, drop: producer thread only. pop: consumer thread only. Counters: any thread.
class BlockRing {
 public:
  /// `slots` is rounded up to a power of two.
  BlockRing(std::size_t slots, std::size_t samplesPerBlock);

  /// Swaps `block` into the ring; afterwards it is an empty block with capacity. False: full, block untouched.
  bool push(RawBlock& block);
  /// Gives up a block that push refused; its frames are counted and become the next block's loss.
  void drop(RawBlock& block);
  /// Swaps the oldest block into `out`. False: empty.
  bool pop(RawBlock& out);

  std::size_t capacity() const { return slots_.size(); }
  std::size_t size() const;
  std::uint64_t overrunFrames() const { return overrunFrames_.load(std::memory_order_relaxed); }
  std::uint64_t overrunBlocks() const { return overrunBlocks_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kLine = 128;  // two lines: the adjacent-line prefetcher shares pairs

  std::vector<RawBlock> slots_;
  std::size_t mask_;
  alignas(kLine) std::atomic<std::uint64_t> head_{0};  // next slot to write, by the producer
  std::uint64_t cachedTail_ = 0;
  std::uint64_t pendingLost_ = 0;
  alignas(kLine) std::atomic<std::uint64_t> tail_{0};  // next slot to read, by the consumer
  std::uint64_t cachedHead_ = 0;
  alignas(kLine) std::atomic<std::uint64_t> overrunFrames_{0};
  std::atomic<std::uint64_t> overrunBlocks_{0};
};

}  // namespace tonus::core
