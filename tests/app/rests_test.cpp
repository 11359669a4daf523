// Rests in work: what the patient's frame says of them, what the record says, and the session's numbers are one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "session/course_rig.h"
#include "tonus/analysis/session_numbers.h"

namespace tonus::session {
namespace {

using core::EventKind;

/// A protocol of work with short rests, the two trapezii trained; lengths a twentieth, noise and muscles in the rig's counts.
class RestsInWork : public testing::TestWithParam<const char*> {
 protected:
  RestsInWork() : setup_(rigSetup(scaled(shipped(GetParam()), 0.05, 3))) {
    std::vector<analysis::NumberChannel> channels;
    for (std::size_t c = 0; c < setup_.channels.size(); ++c)
      channels.push_back({"", setup_.protocol.channels[c].ref, "", "", setup_.channels[c].role == feedback::Role::kTrain, 0});
    numbers_ = std::make_shared<analysis::SessionNumbers>(std::move(channels), setup_.protocol.sessionMetrics);
  }
  /// In work: so long at rest of every two seconds.
  void run(double restS) {
    rig_ = std::make_unique<CourseRig>(setup_);
    rig_->onBlock = [this](const core::BlockPtr& b) { (void)numbers_->consume(b); };
    rig_->loudness = [restS](const core::FeedbackFrame& f) -> double {
      const bool works = f.stage >= 0 && f.phase->stages[static_cast<std::size_t>(f.stage)].work;
      if (f.phase->kind == core::PhaseKind::kReference) return works ? 8000 : 100;
      if (f.phase->kind == core::PhaseKind::kNoiseFloor) return 20;
      return std::fmod(static_cast<double>(f.at.value) / kRigRateHz, 2) < restS ? 30 : 300;
    };
    rig_->run(1000);
  }
  std::size_t alarms() const {
    const auto markers = rig_->of(EventKind::kMarker);
    return static_cast<std::size_t>(std::ranges::count(markers, "rest due", &core::SessionEvent::text));
  }

  SessionSetup setup_;
  std::unique_ptr<CourseRig> rig_;
  std::shared_ptr<analysis::SessionNumbers> numbers_;
};

TEST_P(RestsInWork, TheFrameAtTheEndOfEachTaskSaysWhatTheNumberSays) {
  run(0.7);
  std::map<std::string, double> least, shown;
  for (const core::SessionNumber& n : numbers_->numbers())
    if (n.id == "rest_time_pct" && setup_.channels[static_cast<std::size_t>(n.channel)].role == feedback::Role::kTrain) {
      const auto [at, first] = least.emplace(n.of, n.value);
      if (!first) at->second = std::min(at->second, n.value);
    }
  for (const core::FeedbackFrame& f : rig_->frames)
    if (f.phase->kind == core::PhaseKind::kTask) shown[f.phase->name] = 100 * static_cast<double>(f.restShare);
  ASSERT_GE(shown.size(), 3U);
  ASSERT_EQ(shown.size(), least.size());
  for (const auto& [task, percent] : shown) {
    EXPECT_NEAR(percent, least[task], 1e-4) << task;
    EXPECT_GT(percent, 15) << task;
    EXPECT_LT(percent, 40) << task;
  }
}

TEST_P(RestsInWork, WorkWithoutARestIsToldWhereThePatientIsToldAndIsAnEventEachTimeItBegins) {
  for (Phase& p : setup_.protocol.phases)
    if (p.kind == core::PhaseKind::kTask) p.durationS = 25;
  run(0);
  std::size_t began = 0;
  bool due = false;
  for (const core::FeedbackFrame& f : rig_->frames) {
    EXPECT_TRUE(!f.restDue || f.phase->feedback || f.phase->sound) << f.phase->name;
    began += f.restDue && !due ? 1 : 0;
    due = f.restDue;
  }
  EXPECT_GE(began, 2U) << "once in each of two tasks with sound";
  EXPECT_EQ(alarms(), began);
}

TEST_P(RestsInWork, WithRestsNothingIsDue) {
  run(0.7);
  EXPECT_EQ(alarms(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Protocols, RestsInWork, testing::Values("neck_trapezius_gaps", "wrist_rsi"),
                         [](const auto& i) { return std::string(i.param); });

}  // namespace
}  // namespace tonus::session
