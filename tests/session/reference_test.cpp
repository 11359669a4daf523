// A reference is a contraction that was held and stands clear of rest; nothing else makes a line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "course_rig.h"

namespace tonus::session {
namespace {

using core::EventKind;
using core::PhaseKind;
using testing::HasSubstr;

bool works(const core::FeedbackFrame& f) { return f.stage >= 0 && f.phase->stages[static_cast<std::size_t>(f.stage)].work; }

/// The shipped protocol, every length its own, with noise floor and baseline of 12 s and work of 3 repetitions.
SessionSetup setupOf(const std::string& id) {
  Protocol p = shipped(id);
  for (Phase& phase : p.phases) {
    if (phase.kind == PhaseKind::kNoiseFloor || phase.kind == PhaseKind::kBaseline) phase.durationS = 12;
    if (phase.durationS > 20) phase.durationS = 20;
    phase.repeat = 1;
    if (phase.kind != PhaseKind::kReference) phase.reps = std::min(phase.reps, 3U);
  }
  return rigSetup(p);
}

void next(Pipeline& to) {
  Command c;
  c.kind = Command::Kind::kNextPhase;
  to.apply(c);
}

/// "Next" in every step of `kind` once it lasted `afterS`.
CourseRig::Between cutShort(CourseRig& rig, PhaseKind kind, double afterS) {
  return [&rig, kind, afterS, step = -1, began = std::int64_t{0}](std::int64_t at, Pipeline& to) mutable -> std::int64_t {
    if (rig.frames.empty()) return 0;
    const core::PhaseInfo& now = *rig.frames.back().phase;
    if (step != static_cast<int>(now.index)) {
      step = static_cast<int>(now.index);
      began = at;
    }
    if (now.kind == kind && static_cast<double>(at - began) >= afterS * kRigRateHz) next(to);
    return 0;
  };
}

/// The others have lines of their own: a ratio that the protocol says.
bool byReference(CourseRig& rig, std::size_t c) {
  const std::string& law = rig.pipeline().setup().channels[c].law.kind;
  return law == "reference" || law == "gap";
}

void expectNothingInTarget(CourseRig& rig, bool scoredOnly = false) {
  for (std::size_t i = 0; i < rig.frames.size(); ++i) {
    if (scoredOnly && !rig.frames[i].phase->scored) continue;
    ASSERT_FALSE(rig.frames[i].inTarget) << rig.frames[i].phase->name;
    ASSERT_EQ(rig.frames[i].rewardS, 0) << rig.frames[i].phase->name;
    for (std::size_t c = 0; c < 4; ++c)
      ASSERT_FALSE(rig.channels[4 * i + c].inTarget && byReference(rig, c)) << rig.frames[i].phase->name;
  }
}

std::vector<std::string> faults(const CourseRig& rig, const std::string& with) {
  std::vector<std::string> out;
  for (const auto& e : rig.of(EventKind::kFault))
    if (e.text.find(with) != std::string::npos) out.push_back(e.text);
  return out;
}

TEST(ReferencePhase, CutShortMakesNoLineAndNothingIsInTargetUpOrDown) {
  for (const char* id : {"pfp_vmo", "neck_trapezius_gaps"}) {
    SCOPED_TRACE(id);
    CourseRig rig(setupOf(id));
    rig.run(900, cutShort(rig, PhaseKind::kReference, 1));
    ASSERT_TRUE(rig.pipeline().finished());
    EXPECT_THAT(rig.of(EventKind::kReference), testing::IsEmpty());
    EXPECT_THAT(rig.of(EventKind::kThreshold), testing::IsEmpty());
    const auto said = faults(rig, "was not taken: no contraction was held for its time.");
    ASSERT_EQ(said.size(), 4U);
    EXPECT_THAT(said[0], HasSubstr("It has no line, so nothing is in target. Go back to the reference and repeat it."));
    expectNothingInTarget(rig);
  }
}

TEST(ReferencePhase, OneContractionHeldIsEnough) {
  CourseRig rig(setupOf("neck_trapezius_gaps"));
  rig.run(120, cutShort(rig, PhaseKind::kReference, 3.5));
  const auto made = rig.of(EventKind::kReference);
  ASSERT_EQ(made.size(), 4U);
  EXPECT_EQ(made[0].text, "strongest, 1 repetition, nothing to compare it with");
}

TEST(ReferencePhase, DoingNothingIsNoContraction) {
  for (const char* id : {"pfp_vmo", "neck_trapezius_gaps"}) {
    SCOPED_TRACE(id);
    CourseRig rig(setupOf(id));
    rig.loudness = [](const core::FeedbackFrame& f) { return f.phase->kind == PhaseKind::kNoiseFloor ? 20.0 : 100.0; };
    rig.run(1500);
    ASSERT_TRUE(rig.pipeline().finished());
    EXPECT_EQ(faults(rig, "its resting level. ").size(), 4U);
    EXPECT_THAT(rig.of(EventKind::kReference), testing::IsEmpty());
    expectNothingInTarget(rig);
  }
}

TEST(ReferencePhase, WithNothingKnownOfRestNoneIsTaken) {
  CourseRig rig(setupOf("pfp_vmo"));
  auto skipFloor = cutShort(rig, PhaseKind::kNoiseFloor, 1);
  auto skipRest = cutShort(rig, PhaseKind::kReference, 5.5);
  rig.run(200, [&](std::int64_t at, Pipeline& to) -> std::int64_t { return skipFloor(at, to) + skipRest(at, to); });
  EXPECT_EQ(faults(rig, "nothing is known of the muscle at rest to compare it with").size(), 4U);
  EXPECT_THAT(rig.of(EventKind::kReference), testing::IsEmpty());
}

TEST(ReferencePhase, WhatTheBaselineShowsToBeNoContractionIsTakenBackWithItsLine) {
  CourseRig rig(setupOf("pfp_vmo"));
  rig.loudness = [](const core::FeedbackFrame& f) {
    if (f.phase->kind == PhaseKind::kNoiseFloor) return 20.0;
    return works(f) && f.phase->kind == PhaseKind::kReference ? 210.0 : 200.0;
  };
  rig.run(900, cutShort(rig, PhaseKind::kReference, 5.5));  // no rest was seen, ten times the floor
  const auto references = rig.of(EventKind::kReference);
  ASSERT_EQ(references.size(), 8U);
  EXPECT_GT(references[0].value, 0);
  EXPECT_EQ(references[4].value, 0);
  EXPECT_THAT(references[4].text, testing::StartsWith("taken back"));
  EXPECT_EQ(rig.of(EventKind::kThreshold).back().value, 0);
  EXPECT_EQ(faults(rig, "its resting level: it is taken back. ").size(), 4U);
  expectNothingInTarget(rig, true);
}

TEST(Baseline, CutShortIsSaidAndAFewSecondsPutNoLine) {
  for (const double afterS : {3.0, 5.5, 8.0}) {
    SCOPED_TRACE(afterS);
    CourseRig rig(setupOf("tmd_jaw"));  // 12 s are planned
    rig.run(200, cutShort(rig, PhaseKind::kBaseline, afterS));
    EXPECT_EQ(faults(rig, "Baseline was cut short: ").size(), afterS < 6 ? 1U : 0U);
    EXPECT_EQ(faults(rig, "Less than 5 s of usable baseline").empty(), afterS > 5);
    std::size_t lines = 0;
    for (const auto& e : rig.of(EventKind::kThreshold)) lines += e.text == "shaped" || e.text == "baseline" || e.text == "adaptive";
    EXPECT_EQ(lines > 0, afterS > 5);
  }
}

TEST(NoiseFloorPhase, CutShortIsSaid) {
  CourseRig rig(setupOf("tmd_jaw"));
  rig.run(30, cutShort(rig, PhaseKind::kNoiseFloor, 5.5));
  EXPECT_EQ(faults(rig, "Noise floor was cut short: 6 of 12 s. What follows from it is less sure.").size(), 1U);
  EXPECT_EQ(rig.of(EventKind::kNoiseFloor).size(), 4U);
}

TEST(ReferencePhase, OneThatAPersonEnteredIsDoubtedAndStays) {
  SessionSetup setup = setupOf("pfp_vmo");
  CourseRig rig(setup);
  Command c;
  c.kind = Command::Kind::kReference;
  c.valueUv = 1;
  rig.pipeline().apply(c);
  rig.run(900, cutShort(rig, PhaseKind::kReference, 1));
  EXPECT_EQ(faults(rig, "The one before stays.").size(), 1U);
  EXPECT_EQ(faults(rig, "less than twice its resting level").size(), 1U);
  EXPECT_EQ(rig.of(EventKind::kReference).size(), 1U);
}

}  // namespace
}  // namespace tonus::session
