// Each fault the simulator can make: how long until it is noticed, and what reward was given meanwhile (none).
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <optional>

#include "tonus/core/clock.h"
#include "tonus/drivers/simulator.h"
#include "tonus/dsp/quality.h"
#include "tonus/session/pipeline.h"

namespace tonus {
namespace {

struct FaultCase {
  drivers::FaultKind kind;
  const char* name;
  double amount;
  core::QualityReason reason;
};
void PrintTo(const FaultCase& c, std::ostream* out) { *out << c.name; }

class FaultReward : public ::testing::TestWithParam<FaultCase> {};

TEST_P(FaultReward, IsNoticedAndNothingIsPaidMeanwhile) {
  constexpr double kFromS = 20, kForS = 8, kEndS = 40, kRateHz = 1000;
  drivers::SimulatorConfig config;
  config.live = false;
  config.channelsN = 1;
  config.sampleRateHz = kRateHz;
  config.learning = 0;
  config.effort = {{{0, 6}, {60, 6}}};
  config.faults = {{GetParam().kind, 0, kFromS, kForS, GetParam().amount}};
  core::ManualClock clock;
  const auto source = drivers::makeSimulator(config, clock);
  const auto format = source->open({});
  ASSERT_TRUE(format.ok());
  ASSERT_TRUE(source->start().ok());

  // A line so generous that the muscle is always in target: whatever is not paid is withheld because of the fault.
  session::SessionSetup setup = session::defaultSetup(*format);
  setup.channels[0].rule.thresholdUv = 1e6;
  session::Pipeline pipeline(setup);
  const double noticePromiseS =
      static_cast<double>(dsp::QualityMonitor(*format, 20, 450).noticeFrames()) / kRateHz;

  std::optional<double> noticedS, goodAgainS;
  float paidAtEndOfFault = 0, paidAtEnd = 0;
  core::ChannelQuality seen;
  core::RawBlock raw;
  for (double t = 0; t < kEndS;) {
    auto got = source->read(clock.now() + std::chrono::seconds(1), raw);
    ASSERT_TRUE(got.ok());
    if (*got != core::ReadStatus::kBlock) continue;
    const auto block = pipeline.process(raw);
    for (const core::FeedbackFrame& f : block->feedback) {
      t = static_cast<double>(f.at.value) / kRateHz;
      if (t > kFromS && t <= kFromS + kForS + 1 && !f.usable) {
        if (!noticedS) noticedS = t - kFromS;
        seen.reasons |= f.quality.reasons;
      }
      if (t <= kFromS + kForS) paidAtEndOfFault = f.rewardS;
      if (t > kFromS + kForS && f.usable && !goodAgainS) goodAgainS = t - kFromS - kForS;
      paidAtEnd = f.rewardS;
    }
  }
  ASSERT_TRUE(noticedS) << "never noticed";
  std::printf("%-14s noticed after %5.2f s (%s), usable again %5.2f s after its end, reward in it %.2f s\n", GetParam().name,
              *noticedS, std::string(core::describe(seen)).c_str(), goodAgainS.value_or(-1),
              std::max(0.0, static_cast<double>(paidAtEndOfFault) - kFromS));
  EXPECT_TRUE(seen.has(GetParam().reason));
  // While the device is away there are no frames to judge: the session says so itself (Status::deviceGone), and the
  // first frame after it must already be doubted.
  const double noFramesS = GetParam().kind == drivers::FaultKind::kVanish ? kForS : 0;
  EXPECT_LE(*noticedS - noFramesS, noticePromiseS + 0.011);
  // Everything paid by the end of the fault was earned before it began.
  EXPECT_LE(static_cast<double>(paidAtEndOfFault), kFromS);
  EXPECT_GT(static_cast<double>(paidAtEndOfFault), kFromS - 3) << "the good time before it must have been paid";
  EXPECT_TRUE(goodAgainS) << "stays unusable for ever";
  EXPECT_GT(paidAtEnd, paidAtEndOfFault + 1) << "the good time after it is not paid";
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultReward,
    ::testing::Values(FaultCase{drivers::FaultKind::kElectrodeOff, "electrode off", 1, core::QualityReason::kElectrodeOff},
                      FaultCase{drivers::FaultKind::kElectrodeOff, "open input", 0, core::QualityReason::kMains},
                      FaultCase{drivers::FaultKind::kFlat, "flat", 0, core::QualityReason::kFlat},
                      FaultCase{drivers::FaultKind::kClipping, "clipping", 0, core::QualityReason::kClipping},
                      FaultCase{drivers::FaultKind::kMains, "mains", 40, core::QualityReason::kMains},
                      FaultCase{drivers::FaultKind::kMotion, "motion", 0, core::QualityReason::kMotion},
                      FaultCase{drivers::FaultKind::kLoss, "samples lost", 50, core::QualityReason::kLost},
                      FaultCase{drivers::FaultKind::kVanish, "vanished", 0, core::QualityReason::kLost}),
    [](const auto& tested) {
      std::string name = tested.param.name;
      for (char& c : name) c = c == ' ' ? '_' : c;
      return name;
    });

// What is not a fault of the signal must not be called one.
TEST(NoFault, EcgOffsetAndDriftStayUsable) {
  for (const auto kind : {drivers::FaultKind::kEcg, drivers::FaultKind::kOffset, drivers::FaultKind::kDrift}) {
    drivers::SimulatorConfig config;
    config.live = false;
    config.channelsN = 1;
    config.effort = {{{0, 6}, {60, 6}}};
    config.faults = {{kind, 0, 0, 0, 0}};
    core::ManualClock clock;
    const auto source = drivers::makeSimulator(config, clock);
    const auto format = source->open({});
    ASSERT_TRUE(source->start().ok());
    session::Pipeline pipeline(session::defaultSetup(*format));
    core::RawBlock raw;
    int hops = 0, bad = 0;
    while (hops < 2000) {
      ASSERT_TRUE(source->read(clock.now() + std::chrono::seconds(1), raw).ok());
      const auto block = pipeline.process(raw);
      for (const auto& f : block->feedback) {
        ++hops;
        bad += hops > 100 && !f.usable ? 1 : 0;
      }
    }
    EXPECT_LE(bad, hops / 50) << "fault kind " << static_cast<int>(kind);
  }
}

}  // namespace
}  // namespace tonus
