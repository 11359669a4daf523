// Transfers that fail, packets that are damaged, a device that falls silent: what can be kept is kept, what is lost is
// counted.

#include <gmock/gmock.h>

#include <cerrno>

#include "rig.h"

namespace tonus::rig {
namespace {

using ::testing::HasSubstr;

TEST_F(Rig, SingleFailedTransfersLoseNothing) {
  plug();
  run();
  take(200ms);
  gadget_->inject({{-EPROTO, {}}, {0, {}}, {-EILSEQ, {}}, {0, {}}});
  take(300ms);
  gadget_->inject({{0, tests::Bytes(600, 3)}});  // more than the transfer holds
  take(300ms);
  drain();
  EXPECT_EQ(source_->usbCounts().errorsN, 2U);
  EXPECT_EQ(source_->usbCounts().overflowsN, 1U);
  EXPECT_EQ(taken_.frames, gadget_->framesMade());
  EXPECT_EQ(taken_.lost, 0U);
  EXPECT_EQ(source_->counts().resyncsN, 1U);  // the overflow's bytes
  EXPECT_EQ(gadget_->startsN(), 1);
}

TEST_F(Rig, StalledEndpointIsClearedAndTheStreamGoesOn) {
  plug();
  run();
  take(200ms);
  device_->halt();  // all transfers fail
  take(300ms);
  EXPECT_EQ(device_->counts().clearHalts, 1U);
  gadget_->inject({{-EPIPE, {}}});  // one fails, the others stay in flight until they are cancelled
  take(300ms);
  drain();
  EXPECT_EQ(device_->counts().clearHalts, 2U);
  EXPECT_EQ(taken_.frames, gadget_->framesMade());
  EXPECT_EQ(taken_.lost, 0U);
  EXPECT_EQ(gadget_->startsN(), 1);
}

TEST_F(Rig, EndlessErrorsEndInAFaultAfterBoundedRetries) {
  plug();
  run();
  take(200ms);
  gadget_->failForEver(-EPROTO);
  take(10s);
  ASSERT_TRUE(taken_.fault);
  EXPECT_THAT(taken_.fault->what, HasSubstr("keeps failing"));
  EXPECT_FALSE(taken_.fault->hint.empty());
  EXPECT_LT(device_->counts().submits, 1000U);
  gadget_->failForEver(0);
  ASSERT_TRUE(source_->open({}).ok());
  ASSERT_TRUE(source_->start().ok());
  taken_ = {};
  take(1s, [&] { return taken_.frames > 100; });
  EXPECT_GT(taken_.frames, 100U);
}

TEST_F(Rig, DamagedDroppedAndRepeatedPacketsAreCountedExactly) {
  plug();
  std::uint64_t missing = 0, flipped = 0, repeated = 0, pending = 0;
  gadget_->tamper([&](tests::Bytes packet, std::uint64_t number) -> std::vector<tests::Bytes> {
    if (number % 10 == 3) {
      packet[60 + number % 100] ^= 0x10;
      ++flipped;
      pending += 8;
      return {packet};
    }
    if (number % 10 == 6) {
      pending += 8;
      return {};
    }
    missing += std::exchange(pending, 0);
    if (number % 10 == 8) {
      ++repeated;
      return {packet, packet};
    }
    return {packet};
  });
  run();
  take(1s);
  drain();
  EXPECT_GT(missing, 0U);
  EXPECT_EQ(taken_.lost, missing);
  EXPECT_EQ(taken_.estimated, 0U);
  EXPECT_EQ(taken_.frames + taken_.lost + pending, gadget_->framesMade());
  EXPECT_EQ(source_->counts().crcErrorsN, flipped);
  EXPECT_EQ(source_->counts().duplicatesN, repeated);
}

TEST_F(Rig, SilentAmplifierIsStartedAnewOnceAndTheGapIsEstimated) {
  plug();
  run();
  take(300ms);
  gadget_->setSilent(true);
  checkSamples_ = false;  // the amplifier counts from 0 again
  take(5s, [&] { return gadget_->startsN() == 2; });
  gadget_->setSilent(false);
  const auto before = taken_.frames;
  take(1s, [&] { return taken_.frames > before + 100; });
  EXPECT_GT(taken_.frames, before + 100);
  EXPECT_TRUE(taken_.has("the amplifier was started anew"));
  EXPECT_EQ(taken_.lost, taken_.estimated);
  EXPECT_NEAR(static_cast<double>(taken_.lost), 2000, 300);  // 1 s of silence
  EXPECT_FALSE(taken_.fault);
}

TEST_F(Rig, AmplifierThatStaysSilentIsAFaultInWords) {
  plug();
  run();
  take(300ms);
  gadget_->setSilent(true);
  const auto before = clock_.now();
  take(10s);
  ASSERT_TRUE(taken_.fault);
  EXPECT_EQ(taken_.fault->code, core::FaultCode::kTimeout);
  EXPECT_THAT(taken_.fault->what, HasSubstr("sends no signal"));
  EXPECT_LT(clock_.now() - before, 4s);
}

}  // namespace
}  // namespace tonus::rig
