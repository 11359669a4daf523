// At every border of a protocol's steps something happens to the session; what must hold, holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "course_rig.h"

namespace tonus::session {
namespace {

using core::EventKind;

enum class Happens { kPause, kUnplug, kBadSignal };

struct Case {
  const char* id;
  Happens what;
};

/// Plays the protocol; `at` frames around each border of steps (of the undisturbed run) something goes wrong for 0.8 s.
class EachBorder : public testing::TestWithParam<Case> {
 protected:
  SessionSetup setup_ = rigSetup(scaled(shipped(GetParam().id), 0.05, 1));
  std::vector<std::int64_t> borders() const {
    CourseRig plain(setup_);
    plain.run(1000);
    std::vector<std::int64_t> out;
    for (const auto& e : plain.of(EventKind::kPhase)) out.push_back(e.at.value);
    return out;
  }
  /// Disturbed from `from` on, for 0.8 s.
  void run(CourseRig& rig, std::int64_t from) const {
    constexpr std::int64_t kFor = 400;
    bool begun = false, over = false;
    rig.run(1000, [&](std::int64_t at, Pipeline& p) -> std::int64_t {
      Command c;
      if (!begun && at >= from) {
        begun = true;
        if (GetParam().what == Happens::kUnplug) return kFor;
        if (GetParam().what == Happens::kBadSignal) rig.silent = true;
        c.kind = Command::Kind::kPause;
        if (GetParam().what == Happens::kPause) p.apply(c);
      }
      if (begun && !over && at >= from + kFor) {
        over = true;
        rig.silent = false;
        c.kind = Command::Kind::kResume;
        if (GetParam().what == Happens::kPause) p.apply(c);
      }
      return 0;
    });
  }
};

TEST_P(EachBorder, TheStepsStayTheSameAndNoneGetsShorter) {
  const auto steps = stepsOf(setup_.protocol, kRigRateHz, takingPart(setup_));
  for (const std::int64_t border : borders())
    for (const std::int64_t beside : {-200, -25, 0, 25}) {
      if (border + beside < 0) continue;
      SCOPED_TRACE("disturbed at frame " + std::to_string(border + beside));
      CourseRig rig(setup_);
      run(rig, border + beside);
      ASSERT_TRUE(rig.pipeline().finished());
      const auto phases = rig.of(EventKind::kPhase);
      ASSERT_EQ(phases.size(), steps.size() + 1);
      for (std::size_t i = 0; i < steps.size(); ++i) {
        ASSERT_EQ(phases[i].text, steps[i].name);
        const std::int64_t lasted = phases[i + 1].at - phases[i].at;
        ASSERT_GE(lasted, steps[i].durationFrames) << steps[i].name;
      }
    }
}

TEST_P(EachBorder, NothingIsRewardedWhileThereIsNoSignalOrNobodyTrains) {
  for (const std::int64_t border : borders()) {
    CourseRig rig(setup_);
    run(rig, border);
    float rewarded = 0;
    const core::PhaseInfo* phase = nullptr;
    for (const core::FeedbackFrame& f : rig.frames) {
      if (f.phase.get() != phase) rewarded = 0;
      phase = f.phase.get();
      const bool idle = f.paused || !f.usable || !f.phase->scored;
      EXPECT_TRUE(!idle || f.rewardS <= rewarded + 1e-6F) << f.phase->name;
      EXPECT_LE(f.rewardS, f.scoredS + 1e-4F);
      EXPECT_FALSE(f.inTarget && !f.usable);
      rewarded = f.rewardS;
    }
  }
}

TEST_P(EachBorder, TheSameHappeningsGiveTheSameBits) {
  const auto all = borders();
  for (std::size_t i = 0; i < all.size(); i += 3) {
    CourseRig a(setup_), b(setup_);
    run(a, all[i]);
    run(b, all[i]);
    EXPECT_EQ(a.channels, b.channels);
    EXPECT_EQ(a.events, b.events);
  }
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const char* id : {"tth_relaxation", "clbp_flexion_relaxation", "pfp_vmo", "wrist_rsi"})
    for (const Happens what : {Happens::kPause, Happens::kUnplug, Happens::kBadSignal}) out.push_back({id, what});
  return out;
}
std::string nameOfCase(const testing::TestParamInfo<Case>& c) {
  const char* words = c.param.what == Happens::kPause ? "Pause" : c.param.what == Happens::kUnplug ? "Unplug" : "BadSignal";
  return std::string(c.param.id) + '_' + words;
}
INSTANTIATE_TEST_SUITE_P(Protocols, EachBorder, testing::ValuesIn(cases()), nameOfCase);

TEST(Borders, ANoiseFloorWithoutThreeUsableSecondsIsSaidAndNothingIsMadeUp) {
  const SessionSetup setup = rigSetup(scaled(shipped("tth_relaxation"), 0.05, 1));
  CourseRig rig(setup);
  rig.run(1000, [&](std::int64_t, Pipeline&) -> std::int64_t {
    rig.silent = !rig.frames.empty() && rig.frames.back().phase->kind == core::PhaseKind::kNoiseFloor;
    return 0;
  });
  EXPECT_THAT(rig.of(EventKind::kNoiseFloor), testing::IsEmpty());
  std::string said;
  for (const auto& e : rig.of(EventKind::kFault)) said += e.text + '\n';
  EXPECT_THAT(said, testing::HasSubstr("Less than 3 s of usable signal"));
}

TEST(Borders, AReferenceThatDoesNotAgreeIsFlagged) {
  SessionSetup setup = rigSetup(scaled(shipped("neck_trapezius_gaps"), 0.2, 2));
  CourseRig rig(setup);
  rig.run(1000, [&](std::int64_t, Pipeline&) -> std::int64_t {
    // No signal in the second and third push.
    const bool push = !rig.frames.empty() && rig.frames.back().phase->kind == core::PhaseKind::kReference;
    rig.silent = push && rig.frames.back().rep >= 2;
    return 0;
  });
  const auto references = rig.of(EventKind::kReference);
  ASSERT_EQ(references.size(), 4U);
  EXPECT_EQ(references[0].text, "strongest, 1 repetition, nothing to compare it with");
}

}  // namespace
}  // namespace tonus::session
