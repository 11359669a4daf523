// A phase with a rule of its own in a session: jaw discrimination, between a resting level and training below a line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "course_rig.h"

namespace tonus::session {
namespace {

using core::EventKind;

/// What the rig's muscles give of their reference while they discriminate; in training they let go.
void discriminate(CourseRig& rig, double shareOfTarget) {
  rig.loudness = [shareOfTarget](const core::FeedbackFrame& f) -> double {
    const bool works = f.stage >= 0 && f.phase->stages[static_cast<std::size_t>(f.stage)].work;
    if (f.phase->kind == core::PhaseKind::kReference) return works ? 2000 : 100;
    if (f.phase->kind == core::PhaseKind::kNoiseFloor) return 20;
    if (f.phase->id != "discrim") return f.phase->id == "train" ? 60 : 100;
    const auto& targets = f.phase->targetPercents;
    return works ? shareOfTarget * 20 * targets[(std::max(1U, f.rep) - 1) % targets.size()] : 100;
  };
}

SessionSetup jaw() {
  Protocol p = scaled(shipped("tmd_jaw"), 0.1, 2);
  for (Phase& phase : p.phases)
    if (phase.id == "discrim") phase.stages[0].durationS = 3;
  return rigSetup(p);
}

/// Of the second half of its work, over all repetitions.
double inTargetWhile(const CourseRig& rig, const std::string& phase) {
  double n = 0, in = 0;
  for (const core::FeedbackFrame& f : rig.frames) {
    if (f.phase->id != phase || f.stage != 0 || f.stageLeftS > 1) continue;
    ++n;
    in += f.inTarget ? 1 : 0;
  }
  return n > 0 ? in / n : -1;
}

void move(Pipeline& to, double uv) {
  Command c;
  c.kind = Command::Kind::kThreshold;
  c.valueUv = uv;
  to.apply(c);
}

TEST(PhaseRule, ABiteToTheTargetIsOnItAndHarderOrSofterIsNot) {
  CourseRig on(jaw()), hard(jaw()), soft(jaw());
  discriminate(on, 1);
  discriminate(hard, 1.6);
  discriminate(soft, 0.6);
  for (CourseRig* rig : {&on, &hard, &soft}) rig->run(400);
  EXPECT_GT(inTargetWhile(on, "discrim"), 0.8);
  EXPECT_LT(inTargetWhile(hard, "discrim"), 0.05);
  EXPECT_LT(inTargetWhile(soft, "discrim"), 0.05);
  EXPECT_GT(inTargetWhile(on, "train"), 0.5) << "afterwards letting go is what counts again";
}

TEST(PhaseRule, TheChannelsLinesAreAfterItWhereTheyWereBefore) {
  CourseRig rig(jaw());
  discriminate(rig, 1);
  rig.run(400);
  const auto train = std::ranges::find_if(rig.frames, [](const auto& f) { return f.phase->id == "train"; });
  ASSERT_NE(train, rig.frames.end());
  const auto* row = rig.channels.data() + 4 * (train - rig.frames.begin());
  const auto lines = rig.of(EventKind::kThreshold);
  ASSERT_GE(lines.size(), 4U);
  for (std::size_t c = 0; c < 4; ++c) {
    EXPECT_EQ(lines[c].channel, static_cast<int>(c));
    EXPECT_EQ(row[c].thresholdUv, static_cast<float>(lines[c].value)) << "as the baseline put it";
    EXPECT_GT(row[c].thresholdUv, 0);
  }
}

TEST(PhaseRule, ALineDraggedInItIsAnEventOfThatPhaseOnly) {
  CourseRig plain(jaw()), dragged(jaw());
  discriminate(plain, 1);
  discriminate(dragged, 1);
  plain.run(400);
  bool done = false;
  dragged.run(400, [&](std::int64_t, Pipeline& to) -> std::int64_t {
    if (done || dragged.frames.empty()) return 0;
    const core::FeedbackFrame& f = dragged.frames.back();
    if (f.phase->id != "discrim" || f.rep != 1 || f.stage != 0) return 0;
    done = true;
    move(to, 2 * static_cast<double>(dragged.channels[dragged.channels.size() - 4].thresholdUv));
    return 0;
  });
  ASSERT_TRUE(done);
  std::vector<core::SessionEvent> ofPhase;
  for (const core::SessionEvent& e : dragged.of(EventKind::kThreshold))
    if (e.text == core::kOfPhase) ofPhase.push_back(e);
  ASSERT_EQ(ofPhase.size(), 1U);
  EXPECT_EQ(ofPhase[0].channel, 0);
  EXPECT_LT(inTargetWhile(dragged, "discrim"), 0.5) << "all its targets are twice as high";
  ASSERT_EQ(plain.frames.size(), dragged.frames.size());
  for (std::size_t i = 0; i < plain.frames.size(); ++i) {
    if (plain.frames[i].phase->id == "discrim") continue;
    for (std::size_t c = 0; c < 4; ++c) ASSERT_EQ(plain.channels[4 * i + c], dragged.channels[4 * i + c]) << plain.frames[i].phase->name;
  }
}

TEST(PhaseRule, OfTheFirstPhaseHoldsFromTheFirstHop) {
  Protocol p = shipped("free");
  p.phases[0].rule = p.rule;
  p.phases[0].rule->kind = "above";
  p.phases[0].rule->thresholdUv = 1;
  CourseRig rig(rigSetup(p));
  rig.run(10);
  EXPECT_EQ(rig.channels.front().thresholdUv, 1);
  EXPECT_TRUE(rig.frames.back().inTarget);
  EXPECT_EQ(rig.frames.back().phase->rule, "above");
}

}  // namespace
}  // namespace tonus::session
