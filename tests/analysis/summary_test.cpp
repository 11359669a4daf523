// Statistics against values worked out by hand.
#include "tonus/analysis/summary.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tonus::analysis {
namespace {

// 1000 Hz, hops of 10 ms, faults noticed within 100 ms.
class StatisticsTest : public ::testing::Test {
 protected:
  struct Hop {
    float envelopeUv = 1;
    bool inTarget = false;
    bool usable = true;
    bool paused = false;
  };

  StatisticsTest() : statistics_({{"Frontalis", true}, {"Trapezius", false}}, 100) { phase(0, core::PhaseKind::kTrial, true); }

  void phase(std::uint32_t index, core::PhaseKind kind, bool scored) {
    core::PhaseInfo p;
    p.index = index;
    p.kind = kind;
    p.scored = scored;
    phase_ = std::make_shared<const core::PhaseInfo>(p);
    rewardHops_ = 0;
  }
  void hop(const Hop& h) {
    auto b = std::make_shared<core::ProcessedBlock>();
    b->sampleRateHz = 1000;
    b->channelsN = 2;
    b->paused = h.paused;
    core::FeedbackFrame f;
    f.at = {at_ += 10};
    f.phase = phase_;
    f.stage = stage_;
    f.paused = h.paused;
    f.rewardS = static_cast<float>(rewardHops_ += h.inTarget ? 1 : 0) / 100;
    f.scoredS = f.rewardS;
    b->feedback.push_back(f);
    core::ChannelFeedback c;
    c.envelopeUv = h.envelopeUv;
    c.thresholdUv = 4;
    c.inTarget = h.inTarget;
    if (!h.usable) c.quality.add(core::QualityReason::kClipping);
    b->channelFeedback = {c, c};
    (void)statistics_.consume(b);
  }
  /// Of the phase that goes on, work first and then rest; from here on the stage `stage` of it.
  void stage(int stage) {
    core::PhaseInfo p = *phase_;
    p.stages = {{"Work", "", 100, true}, {"Rest", "", 100, false}};
    phase_ = std::make_shared<const core::PhaseInfo>(p);
    stage_ = stage;
  }
  void metric(double value, bool paused = false) {
    auto b = std::make_shared<core::ProcessedBlock>();
    b->sampleRateHz = 1000;
    b->channelsN = 2;
    b->paused = paused;
    b->metrics.push_back({0, 0, {at_}, value});
    (void)statistics_.consume(b);
  }
  core::SessionSummary result() {
    (void)statistics_.finish();
    return statistics_.summary();
  }

  SessionStatistics statistics_;
  std::shared_ptr<const core::PhaseInfo> phase_;
  std::int64_t at_ = 0;
  int rewardHops_ = 0;
  int stage_ = -1;
};

TEST_F(StatisticsTest, MomentsAndPercentilesOfUsableHopsOnly) {
  for (int i = 1; i <= 5; ++i) hop({static_cast<float>(i)});
  hop({1000, false, false});
  hop({1000, false, true, true});
  const core::SessionSummary all = result();
  EXPECT_DOUBLE_EQ(all.pausedS, 0.01);
  const auto& c = all.channels[0];
  EXPECT_EQ(c.name, "Frontalis");
  EXPECT_DOUBLE_EQ(c.meanUv, 3);
  EXPECT_DOUBLE_EQ(c.sdUv, std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(c.medianUv, 3);
  EXPECT_DOUBLE_EQ(c.p10Uv, 1.4);
  EXPECT_DOUBLE_EQ(c.p90Uv, 4.6);
  EXPECT_DOUBLE_EQ(c.usableS, 0.05);
  EXPECT_DOUBLE_EQ(c.thresholdUv, 4);
}

TEST_F(StatisticsTest, TimeInTargetIsPaidLateAndForfeitedByAFault) {
  for (int i = 0; i < 110; ++i) hop({1, true});
  for (int i = 0; i < 5; ++i) hop({1, true, false});
  for (int i = 0; i < 20; ++i) hop({1, false});
  const auto c = result().channels[0];
  EXPECT_DOUBLE_EQ(c.inTargetS, 1.0) << "the last 100 ms before the fault are not paid";
  EXPECT_DOUBLE_EQ(c.scoredS, 1.1);
}

TEST_F(StatisticsTest, AStageOfRestIsNoTimeInWhichAChannelCouldHaveSucceeded) {
  stage(0);
  for (int i = 0; i < 100; ++i) hop({1, true});
  stage(1);
  for (int i = 0; i < 300; ++i) hop({1, false});
  const auto c = result().channels[0];
  EXPECT_DOUBLE_EQ(c.scoredS, 1);
  EXPECT_DOUBLE_EQ(c.inTargetS, 1);
}

TEST_F(StatisticsTest, RewardOfAllPhasesAddsUp) {
  for (int i = 0; i < 50; ++i) hop({1, true});
  phase(1, core::PhaseKind::kRest, false);
  for (int i = 0; i < 50; ++i) hop({1, false});
  phase(2, core::PhaseKind::kTrial, true);
  for (int i = 0; i < 30; ++i) hop({1, true});
  EXPECT_NEAR(result().rewardS, 0.8, 1e-6);
}

TEST_F(StatisticsTest, BaselineIsTheMedianOfTheBaselinePhaseOfTheFirstTrainedChannel) {
  phase(0, core::PhaseKind::kBaseline, false);
  for (int i = 0; i < 34; ++i)
    for (float v : {5.0F, 6.0F, 7.0F}) hop({v});
  phase(1, core::PhaseKind::kTrial, true);
  hop({1});
  EXPECT_DOUBLE_EQ(result().baselineUv, 6);
}

TEST_F(StatisticsTest, LessThanASecondOfUsableBaselineIsNone) {
  phase(0, core::PhaseKind::kBaseline, false);
  for (int i = 0; i < 99; ++i) hop({5});
  for (int i = 0; i < 200; ++i) hop({5, false, false});
  EXPECT_TRUE(std::isnan(result().baselineUv));
}

TEST_F(StatisticsTest, ASpectrumThatReachesBackIntoABadSecondIsNotCounted) {
  hop({1});
  metric(80);
  hop({1, false, false});
  metric(200);
  for (int i = 0; i < 101; ++i) hop({1});
  metric(82);
  metric(300, true);
  EXPECT_DOUBLE_EQ(result().channels[0].mdfHz, 81);
}

TEST_F(StatisticsTest, NothingRecordedIsNotZero) {
  const auto s = result();
  EXPECT_TRUE(std::isnan(s.channels[0].meanUv));
  EXPECT_TRUE(std::isnan(s.channels[0].mdfHz));
  EXPECT_TRUE(std::isnan(s.baselineUv));
  EXPECT_EQ(s.successRate(), 0);
}

}  // namespace
}  // namespace tonus::analysis
