// Sustained streams: every frame, none lost.

#include <sys/resource.h>

#include <cstdio>

#include "rig.h"

namespace tonus::rig {
namespace {

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto s = [](const timeval& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); };
  return s(usage.ru_utime) + s(usage.ru_stime);
}

struct Load {
  std::size_t channelsN;
  std::uint32_t rateHz;
  std::size_t packetFrames;
};
void PrintTo(const Load& load, std::ostream* out) { *out << load.channelsN << " channels at " << load.rateHz << " Hz"; }

class RigStream : public Rig, public ::testing::WithParamInterface<Load> {};

TEST_P(RigStream, RunsForThreeSecondsWithEveryFrame) {
  const Load load = GetParam();
  plug({.channelsN = load.channelsN, .rateMilliHz = load.rateHz * 1000, .packetFrames = load.packetFrames});
  run();
  const double cpu = cpuSeconds();
  take(3s);
  const double used = cpuSeconds() - cpu;
  drain();
  EXPECT_EQ(taken_.frames, gadget_->framesMade());
  EXPECT_GT(taken_.frames, std::uint64_t{load.rateHz} * 27 / 10);
  EXPECT_EQ(taken_.lost, 0U);
  EXPECT_EQ(source_->counts().resyncsN, 0U);
  EXPECT_EQ(source_->counts().crcErrorsN, 0U);
  std::printf(
      "[rig] %zu ch x %u Hz: %llu frames, %.0f kB/s, CPU %.0f %% of a core with the mock device and its checks\n",
      load.channelsN, load.rateHz, static_cast<unsigned long long>(taken_.frames),
      static_cast<double>(source_->usbCounts().bytesN) / 3e3, 100 * used / 3);
}

// 150 frames of one channel make a packet of exactly 512 bytes: each ends with a packet of no length.
INSTANTIATE_TEST_SUITE_P(Loads, RigStream, ::testing::Values(Load{8, 2000, 8}, Load{64, 4000, 16}, Load{1, 4000, 150}),
                         [](const auto& load) {
                           return std::to_string(load.param.channelsN) + "ChannelsAt" +
                                  std::to_string(load.param.rateHz) + "Hz";
                         });

TEST_F(Rig, StopEndsTheStreamAndStartBeginsAtIndexZeroAgain) {
  plug();
  run();
  for (int round = 0; round < 3; ++round) {
    taken_ = {};
    take(2s, [&] { return taken_.frames > 200; });
    EXPECT_GT(taken_.frames, 200U);
    source_->stop();
    source_->stop();
    EXPECT_FALSE(gadget_->streaming());
    EXPECT_EQ(gadget_->alternate(), 0U);
    EXPECT_EQ(device_->inFlight(), 0U);
    EXPECT_FALSE(source_->read(clock_.now(), block_).ok());
    ASSERT_TRUE(source_->start().ok());
  }
}

TEST_F(Rig, HalfAPacketOfAnEarlierRunIsNoSignal) {
  plug();
  tests::TonusLinkEncoder earlier(8, 2'000'000, 77);
  earlier.nextFrame = 123'456;
  tests::Bytes half = earlier.data(8), whole = earlier.data(8);
  half.erase(half.begin(), half.begin() + 101);
  gadget_->inject({{0, half}, {0, whole}});
  run();
  take(500ms);
  drain();
  EXPECT_EQ(taken_.frames, gadget_->framesMade());
  EXPECT_EQ(taken_.lost, 0U);
  EXPECT_EQ(source_->counts().duplicatesN, 1U);
}

TEST_F(Rig, ReadReturnsByItsDeadlineWhenNothingComes) {
  plug();
  run();
  take(200ms);
  drain();
  const auto before = clock_.now();
  const auto status = source_->read(before + 30ms, block_);
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(*status, ReadStatus::kTimeout);
  EXPECT_GE(clock_.now() - before, 30ms);
}

}  // namespace
}  // namespace tonus::rig
