// The ring against a brute-force model on one thread, and under load on two.
#include "tonus/core/ring.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <thread>

namespace tonus::core {
namespace {

RawBlock makeBlock(std::int64_t first, std::uint32_t frames) {
  RawBlock b;
  b.first = {first};
  b.framesN = frames;
  b.channelsN = 1;
  for (std::uint32_t i = 0; i < frames; ++i) b.counts.push_back(static_cast<std::int32_t>((first + i) * 2654435761LL));
  return b;
}

TEST(BlockRing, BehavesLikeABoundedQueueUnderRandomPushesAndPops) {
  std::mt19937 random(7);
  BlockRing ring(5, 32);
  ASSERT_EQ(ring.capacity(), 8U);
  std::deque<std::int64_t> model;
  std::int64_t next = 0;
  RawBlock out;
  for (int step = 0; step < 100000; ++step) {
    if (random() % 2 == 0) {
      RawBlock b = makeBlock(next, 1 + random() % 32);
      const std::int64_t frames = b.framesN;
      const bool pushed = ring.push(b);
      ASSERT_EQ(pushed, model.size() < 8);
      if (pushed) {
        model.push_back(next);
        ASSERT_EQ(b.framesN, 0U);
        next += frames;
      } else {
        ASSERT_EQ(b.framesN, frames);
      }
    } else {
      const bool popped = ring.pop(out);
      ASSERT_EQ(popped, !model.empty());
      if (popped) {
        ASSERT_EQ(out.first.value, model.front());
        model.pop_front();
      }
    }
    ASSERT_EQ(ring.size(), model.size());
  }
}

TEST(BlockRing, AnOverrunBecomesTheLossOfTheNextAcceptedBlock) {
  BlockRing ring(2, 8);
  RawBlock out;
  for (int i = 0; i < 2; ++i) {
    RawBlock b = makeBlock(i * 8, 8);
    ASSERT_TRUE(ring.push(b));
  }
  for (int i = 2; i < 5; ++i) {
    RawBlock b = makeBlock(i * 8, 8);
    b.lostBefore = i == 3 ? 4 : 0;
    ASSERT_FALSE(ring.push(b));
    ring.drop(b);
  }
  EXPECT_EQ(ring.overrunBlocks(), 3U);
  EXPECT_EQ(ring.overrunFrames(), 24U);
  ASSERT_TRUE(ring.pop(out));
  RawBlock b = makeBlock(44, 8);
  b.lostBefore = 1;
  ASSERT_TRUE(ring.push(b));
  ASSERT_TRUE(ring.pop(out));
  EXPECT_EQ(out.lostBefore, 0U);
  ASSERT_TRUE(ring.pop(out));
  EXPECT_EQ(out.first.value, 44);
  EXPECT_EQ(out.lostBefore, 24U + 4U + 1U);
}

TEST(BlockRing, ReusesMemoryInSteadyState) {
  BlockRing ring(4, 64);
  RawBlock in, out;
  in.counts.reserve(64);
  out.counts.reserve(64);
  for (int i = 0; i < 100; ++i) {
    in.framesN = 64;
    in.counts.assign(64, i);
    ASSERT_GE(in.counts.capacity(), 64U);
    ASSERT_TRUE(ring.push(in));
    ASSERT_TRUE(ring.pop(out));
    ASSERT_EQ(out.counts[63], i);
    ASSERT_GE(in.counts.capacity(), 64U);
  }
}

// Two threads, random block lengths, a producer that drops when full: every frame is delivered once, in order, or
// counted as lost in the very place where it is missing.
TEST(BlockRing, TwoThreadsDeliverOrAccountForEveryFrame) {
  constexpr std::int64_t kFrames = 400000;
  BlockRing ring(16, 64);
  std::atomic<bool> done{false};
  std::thread producer([&] {
    std::mt19937 random(3);
    RawBlock b;
    for (std::int64_t next = 0; next < kFrames;) {
      const auto n = static_cast<std::uint32_t>(std::min<std::int64_t>(1 + random() % 64, kFrames - next));
      b = makeBlock(next, n);
      if (!ring.push(b)) ring.drop(b);
      next += n;
      if (random() % 64 == 0) std::this_thread::yield();
    }
    b = makeBlock(kFrames, 1);
    while (!ring.push(b)) std::this_thread::yield();
    done = true;
  });
  std::int64_t expected = 0;
  std::uint64_t lost = 0;
  RawBlock out;
  bool last = false;
  while (!last) {
    if (!ring.pop(out)) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_EQ(out.first.value, expected + static_cast<std::int64_t>(out.lostBefore));
    lost += out.lostBefore;
    for (std::uint32_t i = 0; i < out.framesN; ++i)
      ASSERT_EQ(out.counts[i], static_cast<std::int32_t>((out.first.value + i) * 2654435761LL));
    expected = out.first.value + out.framesN;
    last = expected == kFrames + 1;
  }
  producer.join();
  EXPECT_TRUE(done);
  EXPECT_EQ(lost, ring.overrunFrames());
}

}  // namespace
}  // namespace tonus::core
