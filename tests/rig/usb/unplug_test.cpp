// The cable comes out, with transfers in flight.

#include <gmock/gmock.h>

#include <thread>

#include "rig.h"

namespace tonus::rig {
namespace {

using ::testing::HasSubstr;

TEST_F(Rig, ReplugContinuesTheSameTimelineWithAnEstimatedGap) {
  plug();
  run();
  take(500ms);
  checkSamples_ = false;  // the amplifier counts from 0 again
  for (int round = 1; round <= 3; ++round) {
    ASSERT_GT(device_->inFlight(), 0U);
    const auto lostBefore = taken_.lost;
    const auto pulledAt = clock_.now();
    device_->unplug();
    taken_.goneReads = 0;
    take(3s, [&] { return taken_.goneReads > 0; });
    EXPECT_LT(clock_.now() - pulledAt, 500ms) << "the unplug is noticed";
    take(400ms);
    EXPECT_GT(taken_.goneReads, 4);
    device_->plug();  // at a new address
    const auto before = taken_.frames;
    take(3s, [&] { return taken_.frames > before; });
    const double awayS = std::chrono::duration<double>(clock_.now() - pulledAt).count();
    ASSERT_GT(taken_.frames, before);
    EXPECT_EQ(taken_.lost, taken_.estimated);
    EXPECT_NEAR(static_cast<double>(taken_.lost - lostBefore), awayS * 2000, 200);
    EXPECT_TRUE(taken_.has("the amplifier is back after"));
    take(300ms);
  }
  EXPECT_EQ(gadget_->startsN(), 4);
  EXPECT_FALSE(taken_.fault);
}

TEST_F(Rig, IndexStillMatchesTheHostsClockAfterAReplug) {
  plug();
  run();
  const auto began = clock_.now();
  take(500ms);
  checkSamples_ = false;
  device_->unplug();
  take(700ms);
  device_->plug();
  take(1s);
  const double elapsedS = std::chrono::duration<double>(clock_.now() - began).count();
  EXPECT_NEAR(static_cast<double>(taken_.next), elapsedS * 2000,
              200);  // 100 ms, for a machine that has other things to do
}

TEST_F(Rig, UnpluggedForEverIsGoneAndStopEndsAtOnce) {
  plug();
  run();
  take(300ms);
  device_->unplug();
  take(1s);
  EXPECT_GT(taken_.goneReads, 10);
  EXPECT_FALSE(taken_.fault);
  const auto before = clock_.now();
  source_->stop();
  EXPECT_LT(clock_.now() - before, 500ms);
  EXPECT_EQ(source_->open({}).fault().code, core::FaultCode::kNotFound);
}

TEST_F(Rig, StopRightAfterAnUnplugEnds) {
  plug();
  run();
  take(300ms);
  device_->unplug();
  const auto before = clock_.now();
  source_->stop();
  source_.reset();
  EXPECT_LT(clock_.now() - before, 2s);
}

TEST_F(Rig, AnotherAmplifierInTheSocketIsNotTakenForTheFirst) {
  plug({.serial = "TL-0001"});
  run();
  take(300ms);
  device_->unplug();
  take(1s, [&] { return taken_.goneReads > 0; });  // what had arrived before is read
  const auto firstGadget = std::move(gadget_);  // the source still has a handle on it
  const auto firstDevice = std::move(device_);
  plug({.serial = "TL-0002"});
  const auto before = taken_.frames;
  take(1s);
  EXPECT_EQ(taken_.frames, before);
  EXPECT_EQ(gadget_->startsN(), 0);
  EXPECT_GT(taken_.goneReads, 0);
}

TEST_F(Rig, AmplifierThatComesBackWithAnotherRateIsAFault) {
  plug();
  run();
  take(300ms);
  device_->unplug();
  gadget_->setRate(1'000'000);
  device_->plug();
  take(3s);
  ASSERT_TRUE(taken_.fault);
  EXPECT_THAT(taken_.fault->what, HasSubstr("changed its sample rate"));
}

}  // namespace
}  // namespace tonus::rig
