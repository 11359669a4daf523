// boost::lockfree::spsc_queue, of whole blocks and of single counts.
#include <array>
#include <boost/lockfree/spsc_queue.hpp>
#include <numeric>
#include <thread>

#include "module.h"

namespace tonus::bench {

namespace {

constexpr std::size_t kSamples = 160;  // 8 channels × 20: the size is part of the type

struct Block {
  std::int64_t first = 0;
  std::uint32_t framesN = 0, channelsN = 0;
  std::array<std::int32_t, kSamples> counts;
};

class BoostBlocks final : public BlockQueue {
 public:
  explicit BoostBlocks(std::size_t blocksN) : queue_(blocksN) {}
  void make(std::span<const std::int32_t> samples) override { std::copy(samples.begin(), samples.end(), in_.counts.begin()); }
  bool push() override { return queue_.push(in_); }
  bool pop() override { return queue_.pop(out_); }
  std::int64_t read() override { return std::accumulate(out_.counts.begin(), out_.counts.end(), std::int64_t{0}); }

 private:
  boost::lockfree::spsc_queue<Block> queue_;
  Block in_, out_;
};

class BoostItems final : public BlockQueue {
 public:
  explicit BoostItems(std::size_t itemsN) : queue_(itemsN) {}
  void make(std::span<const std::int32_t> samples) override { in_.assign(samples.begin(), samples.end()); }
  bool push() override {
    for (const std::int32_t v : in_) persist([this, v] { return queue_.push(v); });
    return true;
  }
  bool pop() override {
    std::int32_t v = 0;
    if (!queue_.pop(v)) return false;
    sum_ = v;
    for (std::size_t i = 1; i < kSamples; ++i) {
      persist([this, &v] { return queue_.pop(v); });
      sum_ += v;
    }
    return true;
  }
  std::int64_t read() override { return sum_; }

 private:
  template <class Try>
  static void persist(Try&& attempt) {
    for (int i = 1; !attempt(); ++i)
      if (i % 4096 == 0) std::this_thread::yield();
  }

  boost::lockfree::spsc_queue<std::int32_t> queue_;
  std::vector<std::int32_t> in_;
  std::int64_t sum_ = 0;
};

}  // namespace

void addBoost(Peers& peers) {
  peers.boostBlocks = [](std::size_t blocksN, std::size_t samplesN) -> std::unique_ptr<BlockQueue> {
    if (samplesN != kSamples) return nullptr;
    return std::make_unique<BoostBlocks>(blocksN);
  };
  peers.boostItems = [](std::size_t blocksN, std::size_t samplesN) -> std::unique_ptr<BlockQueue> {
    if (samplesN != kSamples) return nullptr;
    return std::make_unique<BoostItems>(blocksN * samplesN);
  };
}

}  // namespace tonus::bench
