// Shipped protocols from begin to end, exactly as written, whatever happens on the way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "course_rig.h"

namespace tonus::session {
namespace {

using core::EventKind;

std::vector<std::string> allIds() {
  std::vector<std::string> out;
  for (const Protocol& p : loadProtocols().protocols)
    if (p.totalS() > 0) out.push_back(p.id);
  return out;
}

class EachProtocol : public testing::TestWithParam<std::string> {};

TEST_P(EachProtocol, RunsThroughItsStepsForExactlyTheirTime) {
  const SessionSetup setup = rigSetup(scaled(shipped(GetParam()), 0.05, 1));
  const auto steps = stepsOf(setup.protocol, kRigRateHz, takingPart(setup));
  CourseRig rig(setup);
  rig.run(setup.protocol.totalS(4) + 10);
  ASSERT_TRUE(rig.pipeline().finished());
  const auto phases = rig.of(EventKind::kPhase);
  ASSERT_EQ(phases.size(), steps.size() + 1);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(phases[i].text, steps[i].name);
    const std::int64_t lasted = phases[i + 1].at - phases[i].at;
    if (steps[i].durationFrames == 0) continue;
    EXPECT_EQ((lasted + 4) / 5, (steps[i].durationFrames + 4) / 5) << steps[i].name;  // to the end of a hop
  }
  EXPECT_EQ(phases.back().text, "Finished");
}

TEST_P(EachProtocol, PutsALineForEveryTrainedChannelBeforeTheFirstFeedback) {
  const SessionSetup setup = rigSetup(scaled(shipped(GetParam()), 0.05, 1.5));
  CourseRig rig(setup);
  rig.run(setup.protocol.totalS(4) + 10);
  const auto first = std::find_if(rig.frames.begin(), rig.frames.end(), [](const core::FeedbackFrame& f) {
    return f.phase->scored && f.phase->feedback && f.usable;
  });
  ASSERT_NE(first, rig.frames.end());
  const auto* row = rig.channels.data() + (first - rig.frames.begin()) * 4;
  for (std::size_t c = 0; c < setup.channels.size(); ++c)
    EXPECT_TRUE(setup.channels[c].role != feedback::Role::kTrain || row[c].thresholdUv > 0) << "channel " << c + 1;
  for (const core::SessionEvent& e : rig.of(EventKind::kFault)) ADD_FAILURE() << e.text;
}

TEST_P(EachProtocol, RewardsNothingInStagesOfRest) {
  const SessionSetup setup = rigSetup(scaled(shipped(GetParam()), 0.05, 1));
  CourseRig rig(setup);
  rig.run(setup.protocol.totalS(4) + 10);
  for (std::size_t i = 1; i < rig.frames.size(); ++i) {
    const core::FeedbackFrame& f = rig.frames[i];
    if (f.phase != rig.frames[i - 1].phase) continue;
    if (f.stage < 0) continue;
    EXPECT_GE(f.rep, 1U);
    EXPECT_LE(f.rep, f.phase->repsN);
    EXPECT_GE(f.stageLeftS, 0);
    // What the work before is owed is paid within the notice time; the end of a rest adds nothing.
    if (f.phase->stages[static_cast<std::size_t>(f.stage)].work || f.stageLeftS >= 0.3F) continue;
    EXPECT_EQ(f.scoredS, rig.frames[i - 1].scoredS) << f.phase->name;
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, EachProtocol, testing::ValuesIn(allIds()), [](const auto& i) { return i.param; });

TEST(Course, NoiseFloorAndReferencesAreMeasuredAndBecomeEvents) {
  const SessionSetup setup = rigSetup(scaled(shipped("pfp_vmo"), 0.2, 2));
  CourseRig rig(setup);
  rig.run(setup.protocol.totalS(4) + 10);
  const auto noise = rig.of(EventKind::kNoiseFloor);
  ASSERT_EQ(noise.size(), 4U);
  EXPECT_THAT(noise[0].text, testing::HasSubstr("muscle at rest"));
  const auto reference = rig.of(EventKind::kReference);
  ASSERT_EQ(reference.size(), 4U);
  for (std::size_t c = 0; c < 4; ++c) {
    EXPECT_EQ(reference[c].channel, static_cast<int>(c));
    EXPECT_NEAR(reference[c].value / noise[c].value, 100, 15);  // what the rig gives: 2000 and 20
    EXPECT_THAT(reference[c].text, testing::StartsWith("strongest, 3 repetitions"));
  }
  const auto lines = rig.of(EventKind::kThreshold);
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines[0].text, "reference");
  EXPECT_NEAR(lines[0].value, 0.4 * reference[0].value, 1e-9);
}

TEST(Course, AStepIsRepeatedGoneBackFromSkippedAndMadeLonger) {
  Protocol p = shipped("short");
  const SessionSetup setup = rigSetup(p);
  CourseRig rig(setup);
  const auto give = [](Pipeline& to, Command::Kind kind, double value = 0) {
    Command c;
    c.kind = kind;
    c.value = value;
    to.apply(c);
  };
  rig.run(200, [&](std::int64_t at, Pipeline& to) -> std::int64_t {
    const double s = static_cast<double>(at) / kRigRateHz;
    if (s == 5) give(to, Command::Kind::kRepeatPhase);     // 2 s into the baseline
    if (s == 20) give(to, Command::Kind::kPreviousPhase);  // 3 s into the first trial
    if (s == 21) give(to, Command::Kind::kNextPhase);
    if (s == 25) give(to, Command::Kind::kExtendPhase, 10);
    return 0;
  });
  const auto phases = rig.of(EventKind::kPhase);
  std::vector<std::pair<std::string, double>> said;
  std::vector<double> beganS;
  for (const auto& e : phases) {
    said.emplace_back(e.text, e.value);
    beganS.push_back(static_cast<double>(e.at.value) / kRigRateHz);
  }
  using P = std::pair<std::string, double>;
  EXPECT_THAT(said, testing::ElementsAre(P("Settle", 0), P("Baseline", 0), P("Baseline", 2), P("Trial 1", 0), P("Baseline", 3),
                                         P("Trial 1", 1), P("Rest", 0), P("Trial 2", 0), P("Transfer", 0),
                                         P("End baseline", 0), P("Finished", 0)));
  EXPECT_THAT(beganS, testing::ElementsAre(0, 3, 5, 17, 20, 21, 51, 56, 76, 86, 96));  // the trial: 20 s and 10 more
  ASSERT_EQ(rig.of(EventKind::kExtend).size(), 1U);
  EXPECT_EQ(rig.of(EventKind::kExtend)[0].value, 10);
}

TEST(Course, MoreTimeForWorkAndRestIsWholeRepetitions) {
  const SessionSetup setup = rigSetup(scaled(shipped("tmd_jaw"), 0.1, 1));
  CourseRig rig(setup);
  bool done = false;
  rig.run(300, [&](std::int64_t, Pipeline& to) -> std::int64_t {
    if (done || rig.frames.empty() || rig.frames.back().phase->id != "train") return 0;
    Command c;
    c.kind = Command::Kind::kExtendPhase;
    c.value = 3.5;
    to.apply(c);
    done = true;
    return 0;
  });
  std::uint32_t reps = 0;
  for (const auto& f : rig.frames)
    if (f.phase->id == "train") reps = std::max(reps, f.rep);
  EXPECT_EQ(reps, 3U + 2U);  // 3.5 s are two rounds of 3 s
}

TEST(Course, WhatOldRecordsCountAsTimeStaysSo) {
  for (const bool old : {false, true}) {
    SessionSetup setup = rigSetup(shipped("short"));
    setup.protocol.lostTimeCounts = old;
    CourseRig rig(setup);
    rig.run(100, [](std::int64_t at, Pipeline&) -> std::int64_t { return at == 5000 ? 1000 : 0; });
    const auto phases = rig.of(EventKind::kPhase);
    ASSERT_EQ(phases.size(), 8U);
    EXPECT_EQ(phases[2].at.value, 7500 + (old ? 0 : 1000));  // 2 s were lost in the baseline
  }
}

TEST(Course, TenQuieterSecondsLowerAFloorThatWasTakenWithTheMuscleAtWork) {
  for (const double inTheBaseline : {0.5, 1.0}) {  // of the noise floor phase
    SessionSetup setup = rigSetup(scaled(shipped("tth_relaxation"), 0.2, 2));
    CourseRig rig(setup);
    rig.loudness = [&](const core::FeedbackFrame& f) {
      return f.phase->kind == core::PhaseKind::kNoiseFloor ? 200.0 : 200 * inTheBaseline;
    };
    rig.run(60);
    const auto floors = rig.of(EventKind::kNoiseFloor);
    if (inTheBaseline == 1) {
      EXPECT_EQ(floors.size(), 4U);  // noise stays noise, however long
      continue;
    }
    ASSERT_EQ(floors.size(), 8U);
    EXPECT_THAT(floors[4].text, testing::StartsWith("lowered"));
    EXPECT_NEAR(floors[4].value / floors[0].value, 0.5, 0.05);
  }
}

TEST(Course, AReferenceThatIsHardlyAContractionIsSaid) {
  CourseRig rig(rigSetup(scaled(shipped("neck_trapezius_gaps"), 0.1, 2)));
  rig.loudness = [](const core::FeedbackFrame& f) {
    const bool pushes = f.phase->kind == core::PhaseKind::kReference && f.phase->stages[static_cast<std::size_t>(f.stage)].work;
    return f.phase->kind == core::PhaseKind::kNoiseFloor ? 20.0 : pushes ? 350.0 : 200.0;
  };
  rig.run(60);
  std::vector<int> said;
  for (const auto& e : rig.of(EventKind::kFault))
    if (e.text.find("less than twice its resting level") != std::string::npos) said.push_back(e.channel);
  EXPECT_THAT(said, testing::ElementsAre(0, 1, 2, 3));
}

TEST(Course, LinesFollowTheRestingLevelOfThePosture) {
  const SessionSetup setup = rigSetup(scaled(shipped("clbp_downtrain"), 0.05, 2));
  CourseRig rig(setup);
  rig.run(setup.protocol.totalS(4) + 10);
  std::vector<std::string> phasesWithNewLines;
  for (const auto& e : rig.of(EventKind::kThreshold))
    if (e.text == "adaptive" && e.channel == 0)
      for (const auto& p : rig.of(EventKind::kPhase))
        if (p.at == e.at) phasesWithNewLines.push_back(p.text);
  EXPECT_THAT(phasesWithNewLines, testing::IsSupersetOf({"Trial sitting 1", "Trial standing 1"}));
}

TEST(Course, ASittingTrialIsJudgedByTheSittingBaselineThoughTheStandingOneCameLater) {
  const SessionSetup setup = rigSetup(scaled(shipped("clbp_downtrain"), 0.05, 3));
  CourseRig rig(setup);
  rig.loudness = [](const core::FeedbackFrame& f) {
    return f.phase->kind == core::PhaseKind::kNoiseFloor ? 20.0 : f.phase->posture == "stand" ? 600.0 : 200.0;
  };
  rig.run(setup.protocol.totalS(4) + 10);
  const auto firstLineOf = [&](const std::string& phase) {
    const auto f = std::ranges::find_if(rig.frames, [&](const auto& x) { return x.phase->name == phase; });
    return f == rig.frames.end() ? 0.0F : rig.channels[4 * static_cast<std::size_t>(f - rig.frames.begin())].thresholdUv;
  };
  ASSERT_GT(firstLineOf("Trial sitting 1"), 0);
  EXPECT_NEAR(firstLineOf("Trial standing 1") / firstLineOf("Trial sitting 1"), 3, 0.4);
  EXPECT_NEAR(firstLineOf("Trial without backrest 1") / firstLineOf("Trial sitting 1"), 1, 0.2) << "no baseline of its own: as before";
}

}  // namespace
}  // namespace tonus::session
