// Live: the simulator keeps the pace of the clock it is given and never oversleeps a deadline.
#include <thread>

#include "simulator_recording.h"

namespace tonus::drivers {
namespace {

using namespace std::chrono_literals;
using core::ReadStatus;

struct Live {
  core::ManualClock clock;
  std::unique_ptr<Simulator> simulator;
  core::RawBlock block;
  core::SteadyTime start;

  explicit Live(SimulatorConfig config) : simulator(makeSimulator(std::move(config), clock)) {
    clock.advance(1234ms);
    EXPECT_TRUE(simulator->open({}).ok());
    EXPECT_TRUE(simulator->start().ok());
    start = clock.now();
  }
  ReadStatus read(std::chrono::nanoseconds wait) {
    const auto status = simulator->read(clock.now() + wait, block);
    EXPECT_TRUE(status.ok());
    return *status;
  }
};

TEST(SimulatorPacing, ABlockArrivesWhenItsLastFrameHasBeenSampled) {
  Live live({});
  for (int i = 1; i <= 100; ++i) {
    ASSERT_EQ(live.read(1s), ReadStatus::kBlock);
    EXPECT_EQ(live.block.arrival, live.start + i * 10ms);
    EXPECT_EQ(live.block.arrival, live.clock.now());
    EXPECT_EQ(live.block.deviceTimeNs, (i - 1) * 10'000'000);
  }
}

TEST(SimulatorPacing, ADeadlineBeforeTheBlockIsKeptAndNothingIsLost) {
  Live live({});
  EXPECT_EQ(live.read(4ms), ReadStatus::kTimeout);
  EXPECT_EQ(live.clock.now(), live.start + 4ms);
  EXPECT_EQ(live.block.framesN, 0U);
  EXPECT_EQ(live.read(4ms), ReadStatus::kTimeout);
  EXPECT_EQ(live.read(4ms), ReadStatus::kBlock);
  EXPECT_EQ(live.block.first.value, 0);
  EXPECT_EQ(live.block.lostBefore, 0U);
  EXPECT_EQ(live.block.arrival, live.start + 10ms);
}

TEST(SimulatorPacing, AReaderWhoWasAwayCatchesUpWithoutWaiting) {
  Live live({});
  live.clock.advance(1s);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(live.read(0ms), ReadStatus::kBlock);
    EXPECT_EQ(live.clock.now(), live.start + 1s);
  }
  EXPECT_EQ(live.read(0ms), ReadStatus::kTimeout);
}

TEST(SimulatorPacing, AQuickDeviceClockBringsTheBlocksSooner) {
  SimulatorConfig config;
  config.faults = {{.kind = FaultKind::kDrift, .fromS = 0, .forS = 0, .amount = 1000}};
  Live live(config);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(live.read(1s), ReadStatus::kBlock);
  const double tookS = std::chrono::duration<double>(live.block.arrival - live.start).count();
  EXPECT_NEAR(tookS, 10 / 1.001, 1e-5);
}

TEST(SimulatorPacing, AnAbsentDeviceIsToldAtOnceThenWaitsAndReturnsOnTime) {
  SimulatorConfig config;
  config.faults = {{.kind = FaultKind::kVanish, .fromS = 1, .forS = 2}};
  Live live(config);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(live.read(1s), ReadStatus::kBlock);
  EXPECT_EQ(live.read(300ms), ReadStatus::kGone);
  EXPECT_EQ(live.clock.now(), live.start + 1s) << "told at once";
  int waits = 0;
  ReadStatus status = ReadStatus::kGone;
  while (status == ReadStatus::kGone && waits < 100) {
    const auto deadline = live.clock.now() + 300ms;
    status = live.read(300ms);
    EXPECT_LE(live.clock.now(), deadline);
    ++waits;
  }
  EXPECT_EQ(status, ReadStatus::kBlock);
  EXPECT_LE(waits, 9) << "two seconds in waits of 300 ms, not a spin";
  EXPECT_EQ(live.block.arrival, live.start + 3010ms);
  EXPECT_EQ(live.block.lostBefore, 4000U);
  EXPECT_TRUE(live.block.lossEstimated);
}

TEST(SimulatorPacing, ADeviceGoneForGoodStaysGone) {
  SimulatorConfig config;
  config.faults = {{.kind = FaultKind::kVanish, .fromS = 0.1, .forS = 0}};
  Live live(config);
  for (int i = 0; i < 10; ++i) ASSERT_EQ(live.read(1s), ReadStatus::kBlock);
  for (int i = 0; i < 50; ++i) ASSERT_EQ(live.read(1s), ReadStatus::kGone);
  EXPECT_GE(live.clock.now(), live.start + 49s);
}

TEST(SimulatorPacing, RunsAtTheSpeedOfTheMachinesClock) {
  core::SystemClock clock;
  const auto simulator = makeSimulator({}, clock);
  ASSERT_TRUE(simulator->open({}).ok());
  ASSERT_TRUE(simulator->start().ok());
  const auto start = clock.now();
  core::RawBlock block;
  for (int i = 0; i < 20; ++i) {
    const auto status = simulator->read(clock.now() + 5s, block);
    ASSERT_TRUE(status.ok());
    ASSERT_EQ(*status, ReadStatus::kBlock);
  }
  EXPECT_GE(clock.now() - start, 200ms);
}

TEST(SimulatorPacing, FeedbackMayComeFromAnotherThread) {
  SimulatorConfig config;
  config.live = false;
  core::ManualClock clock;
  const auto simulator = makeSimulator(config, clock);
  ASSERT_TRUE(simulator->open({}).ok());
  ASSERT_TRUE(simulator->start().ok());
  std::jthread giver([&](const std::stop_token& stop) {
    core::FeedbackFrame frame;
    frame.usable = true;
    while (!stop.stop_requested()) {
      frame.level = frame.level > 0.9F ? 0.0F : frame.level + 0.1F;
      simulator->giveFeedback(frame);
      EXPECT_EQ(simulator->describe().driver, "simulator");
    }
  });
  core::RawBlock block;
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(simulator->read(core::SteadyTime::max(), block).ok());
  EXPECT_EQ(block.first.value, 1999 * 20);
}

}  // namespace
}  // namespace tonus::drivers
