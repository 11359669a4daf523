#include <pthread.h>
#include <sched.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <thread>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "cases.h"
#include "signals.h"
#include "tonus/bench/machine.h"
#include "tonus/core/ring.h"

namespace tonus::bench {

namespace {

constexpr std::size_t kSamples = kChannelsN * kBlockFrames;
constexpr std::size_t kSlots = 32;  // far fewer than a round sends: a queue that swallows the round measures no transfer

class OurBlocks final : public BlockQueue {
 public:
  OurBlocks() : ring_(kSlots, kSamples) {
    in_.counts.reserve(kSamples);
    out_.counts.reserve(kSamples);
  }
  void make(std::span<const std::int32_t> samples) override {
    in_.framesN = kBlockFrames;
    in_.channelsN = kChannelsN;
    in_.counts.assign(samples.begin(), samples.end());
  }
  bool push() override { return ring_.push(in_); }
  bool pop() override { return ring_.pop(out_); }
  std::int64_t read() override { return std::accumulate(out_.counts.begin(), out_.counts.end(), std::int64_t{0}); }

 private:
  core::BlockRing ring_;
  core::RawBlock in_, out_;
};

void pauseBriefly() {
#if defined(__SSE2__)
  _mm_pause();
#endif
}

/// Tries again, and lets others run where that takes long: a spinning thread must not starve the one it waits for.
template <class Try>
void persist(Try&& attempt) {
  for (int i = 1; !attempt(); ++i) {
    pauseBriefly();
    if (i % 4096 == 0) std::this_thread::yield();
  }
}

/// The same ring with a count a block: what not batching costs.
class OurItems final : public BlockQueue {
 public:
  OurItems() : ring_(kSlots * kSamples, 1) {}
  void make(std::span<const std::int32_t> samples) override { in_.assign(samples.begin(), samples.end()); }
  bool push() override {
    for (const std::int32_t v : in_) {
      one_.framesN = one_.channelsN = 1;
      one_.counts.assign(1, v);
      persist([this] { return ring_.push(one_); });
    }
    return true;
  }
  bool pop() override {
    if (!ring_.pop(got_)) return false;
    sum_ = got_.counts[0];
    for (std::size_t i = 1; i < kSamples; ++i) {
      persist([this] { return ring_.pop(got_); });
      sum_ += got_.counts[0];
    }
    return true;
  }
  std::int64_t read() override { return sum_; }

 private:
  core::BlockRing ring_;
  std::vector<std::int32_t> in_;
  core::RawBlock one_, got_;
  std::int64_t sum_ = 0;
};

std::vector<std::int32_t> pattern() {
  std::vector<std::int32_t> samples(kSamples);
  std::iota(samples.begin(), samples.end(), 1);
  return samples;
}

/// Keeps the calling thread on one of the cores it may use, and lets it go again.
class OnCore {
 public:
  explicit OnCore(int which) {
    ::pthread_getaffinity_np(::pthread_self(), sizeof before_, &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
      if (CPU_ISSET(cpu, &before_) && which-- == 0) CPU_SET(cpu, &one);
    ::pthread_setaffinity_np(::pthread_self(), sizeof one, &one);
  }
  ~OnCore() { ::pthread_setaffinity_np(::pthread_self(), sizeof before_, &before_); }
  OnCore(const OnCore&) = delete;
  OnCore& operator=(const OnCore&) = delete;

 private:
  cpu_set_t before_;
};

/// Nanoseconds per block through two threads, each on a core of its own and both running before the clock does (two on
/// one core would hand over whole queues at a time); NaN if a block came out wrong.
double transfer(BlockQueue& queue, std::int64_t blocksN, core::Clock& clock) {
  const auto samples = pattern();
  const std::int64_t expected = std::accumulate(samples.begin(), samples.end(), std::int64_t{0}) * blocksN;
  std::atomic<bool> ready{false};
  std::int64_t sum = 0;
  core::SteadyTime ended;
  std::thread consumer([&] {
    const OnCore second(1);
    ready = true;
    for (std::int64_t i = 0; i < blocksN; ++i) {
      persist([&] { return queue.pop(); });
      sum += queue.read();
    }
    ended = clock.now();
  });
  const OnCore first(0);
  persist([&] { return ready.load(); });
  const auto began = clock.now();
  for (std::int64_t i = 0; i < blocksN; ++i) {
    queue.make(samples);
    persist([&] { return queue.push(); });
  }
  consumer.join();
  if (sum != expected) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(std::chrono::nanoseconds(ended - began).count()) / static_cast<double>(blocksN);
}

Contender twoThreads(const char* key, const char* who, std::shared_ptr<BlockQueue> queue, core::Clock& clock) {
  auto perBlockNs = std::make_shared<double>(0);  // of the last round: how many fit the next
  return {key, who, 1, {}, [queue, perBlockNs, &clock](std::chrono::nanoseconds about) {
            if (!(*perBlockNs > 0)) *perBlockNs = transfer(*queue, 500, clock);
            const double fit = static_cast<double>(about.count()) / *perBlockNs;
            return *perBlockNs = transfer(*queue, std::max<std::int64_t>(200, std::llround(fit)), clock);
          }};
}

Contender oneThread(const char* key, const char* who, std::shared_ptr<BlockQueue> queue) {
  constexpr int kTimes = 64;
  return {key, who, kTimes, [queue, samples = pattern()] {
            for (int i = 0; i < kTimes; ++i) {
              queue->make(samples);
              (void)queue->push();
              (void)queue->pop();
              (void)queue->read();
            }
          }, {}};
}

}  // namespace

Group ringGroup(const Peers& peers, core::Clock& clock) {
  Group group{"Ring, two threads", {}};
  if (thisMachine().coresN < 2) return group;
  group.contenders = {twoThreads("ring.block_ns", "Tonus", std::make_shared<OurBlocks>(), clock)};
  group.best = true;
  auto& all = group.contenders;
  if (peers.boostBlocks)
    all.push_back(twoThreads("ring.boost_block_ns", "Boost spsc_queue of blocks", peers.boostBlocks(kSlots, kSamples), clock));
  if (peers.jack) all.push_back(twoThreads("ring.jack_block_ns", "JACK ring", peers.jack(kSlots, kSamples), clock));
  all.push_back(twoThreads("ring.items_ns", "Tonus, one by one", std::make_shared<OurItems>(), clock));
  if (peers.boostItems)
    all.push_back(twoThreads("ring.boost_items_ns", "Boost spsc_queue, one by one", peers.boostItems(kSlots, kSamples), clock));
  return group;
}

Group ringOneThreadGroup(const Peers& peers) {
  Group group{"Ring, one thread", {oneThread("ring.block_one_thread_ns", "Tonus", std::make_shared<OurBlocks>())}};
  group.contenders.push_back(oneThread("ring.items_one_thread_ns", "Tonus, one by one", std::make_shared<OurItems>()));
  if (peers.boostBlocks)
    group.contenders.push_back(
        oneThread("ring.boost_block_one_thread_ns", "Boost spsc_queue of blocks", peers.boostBlocks(kSlots, kSamples)));
  return group;
}

}  // namespace tonus::bench
