#include "tonus/core/ring.h"

#include <bit>
#include <utility>

namespace tonus::core {

BlockRing::BlockRing(std::size_t slots, std::size_t samplesPerBlock)
    : slots_(std::bit_ceil(slots < 2 ? std::size_t{2} : slots)), mask_(slots_.size() - 1) {
  for (RawBlock& slot : slots_) slot.counts.reserve(samplesPerBlock);
}

bool BlockRing::push(RawBlock& block) {
  const std::uint64_t head = head_.load(std::memory_order_relaxed);
  if (head - cachedTail_ == slots_.size()) {
    cachedTail_ = tail_.load(std::memory_order_acquire);
    if (head - cachedTail_ == slots_.size()) return false;
  }
  RawBlock& slot = slots_[head & mask_];
  slot.clear();
  std::swap(slot, block);
  slot.lostBefore += std::exchange(pendingLost_, 0);
  head_.store(head + 1, std::memory_order_release);
  return true;
}

void BlockRing::drop(RawBlock& block) {
  pendingLost_ += block.framesN + block.lostBefore;
  overrunFrames_.fetch_add(block.framesN, std::memory_order_relaxed);
  overrunBlocks_.fetch_add(1, std::memory_order_relaxed);
  block.clear();
}

bool BlockRing::pop(RawBlock& out) {
  const std::uint64_t tail = tail_.load(std::memory_order_relaxed);
  if (tail == cachedHead_) {
    cachedHead_ = head_.load(std::memory_order_acquire);
    if (tail == cachedHead_) return false;
  }
  std::swap(out, slots_[tail & mask_]);
  tail_.store(tail + 1, std::memory_order_release);
  return true;
}

std::size_t BlockRing::size() const {
  const std::uint64_t tail = tail_.load(std::memory_order_acquire);
  return static_cast<std::size_t>(head_.load(std::memory_order_acquire) - tail);
}

}  // namespace tonus::core
