// What one visit leaves for the next, and a session that trains by it at once.
#include "tonus/app/last_visit.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "tonus/app/live_session.h"
#include "tonus/drivers/simulator.h"

namespace tonus::app {
namespace {

namespace fs = std::filesystem;
using core::EventKind;
using core::PhaseKind;
using namespace std::chrono_literals;

template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.fault().what);
  return std::move(result).value();
}

session::SessionSetup setupOf(const session::Protocol& protocol, std::size_t channelsN = 4) {
  core::StreamFormat format;
  format.sampleRateHz = 1000;
  format.channels.resize(channelsN);
  for (std::size_t i = 0; i < channelsN; ++i) format.channels[i].label = "ch" + std::to_string(i + 1);
  session::SessionSetup setup = session::defaultSetup(format);
  session::use(protocol, setup);
  return setup;
}

session::Protocol shipped(const std::string& id) {
  for (session::Protocol& p : session::loadProtocols().protocols)
    if (p.id == id) return std::move(p);
  throw std::runtime_error(id);
}

LastVisit visit(const session::SessionSetup& setup, std::vector<core::SessionEvent> events, double success = -1) {
  store::SessionRow row;
  row.deviceModel = "Simulator";
  row.setupJson = session::toJson(setup);
  if (success >= 0) {
    row.summary.emplace();
    row.summary->scoredS = 100;
    row.summary->rewardS = 100 * success;
  }
  auto out = visitOf(row, events);
  if (!out) throw std::runtime_error("unreadable set-up");
  return *std::move(out);
}

TEST(LastVisit, EndsWithTheLinesNoiseFloorsAndReferencesThatWereInUse) {
  session::SessionSetup setup = setupOf(shipped("tth_relaxation"));
  setup.channels[1].rule.kind = "inside";
  setup.channels[1].rule.thresholdUv = 4;
  setup.channels[1].rule.upperUv = 8;
  const LastVisit last = visit(setup, {{{10}, EventKind::kThreshold, 0, 5.5, "baseline"},
                                       {{20}, EventKind::kThreshold, 0, 4.5, "adaptive"},
                                       {{30}, EventKind::kThreshold, 1, 6, {}},
                                       {{40}, EventKind::kNoiseFloor, 0, 0.7, "median of 20 s"},
                                       {{50}, EventKind::kReference, 2, 310, "best of 3"},
                                       {{60}, EventKind::kThreshold, 99, 1, {}}});
  EXPECT_EQ(last.setup.channels[0].rule.thresholdUv, 4.5);
  EXPECT_EQ(last.setup.channels[0].rule.noiseUv, 0.7);
  EXPECT_EQ(last.setup.channels[1].rule.thresholdUv, 6);
  EXPECT_EQ(last.setup.channels[1].rule.upperUv, 12) << "a band keeps its ratio";
  EXPECT_EQ(last.setup.channels[2].rule.referenceUv, 310);
  EXPECT_TRUE(last.hasLines());
  EXPECT_FALSE(visit(setupOf(shipped("tth_relaxation")), {}).hasLines());
}

TEST(LastVisit, ALineThatHeldForOnePhaseOnlyIsNotCarried) {
  const std::string phase(core::kOfPhase);
  const LastVisit last = visit(setupOf(shipped("tmd_jaw")), {{{10}, EventKind::kThreshold, 0, 4, "adaptive"},
                                                             {{20}, EventKind::kThreshold, 0, 40, phase},
                                                             {{30}, EventKind::kUpperEdge, 0, 60, phase},
                                                             {{40}, EventKind::kRatio, 0, 9, phase}});
  EXPECT_EQ(last.setup.channels[0].rule.thresholdUv, 4);
  EXPECT_EQ(last.setup.channels[0].rule.upperUv, 0);
  EXPECT_EQ(last.setup.channels[0].rule.ratio, 1);
}

TEST(LastVisit, ALineOfAReferenceThatWasTakenBackIsNotCarried) {
  const session::SessionSetup setup = setupOf(shipped("neck_trapezius_gaps"));
  std::vector<core::SessionEvent> events{{{10}, EventKind::kReference, 0, 5, "strongest, 1 repetition"},
                                         {{10}, EventKind::kThreshold, 0, 2, "gap"},
                                         {{20}, EventKind::kReference, 0, 0, "taken back"},
                                         {{20}, EventKind::kThreshold, 0, 0, "gap"}};
  const LastVisit last = visit(setup, events);
  EXPECT_FALSE(last.hasLines());
  session::SessionSetup today = setup;
  today.channels[0].rule.noiseUv = 1;
  carryLines(last, today);
  EXPECT_EQ(today.channels[0].rule.thresholdUv, 0);
  EXPECT_FALSE(trainNow(last, today));
}

TEST(LastVisit, ALineIsCarriedToTheSameMuscleAndSideOnly) {
  const session::SessionSetup setup = setupOf(shipped("tth_relaxation"));
  const LastVisit last = visit(setup, {{{10}, EventKind::kThreshold, 1, 3, {}}, {{10}, EventKind::kThreshold, 2, 5, {}}});
  session::SessionSetup today = setup;
  std::swap(today.channels[1], today.channels[2]);  // other plugs
  today.channels[0].muscleId = "masseter";
  carryLines(last, today);
  EXPECT_EQ(today.channels[0].rule.thresholdUv, 0);
  EXPECT_EQ(today.channels[1].rule.thresholdUv, 5);
  EXPECT_EQ(today.channels[2].rule.thresholdUv, 3);
  today.channels[1].rule = {};
  today.channels[1].side = "";
  carryLines(last, today);
  EXPECT_EQ(today.channels[1].rule.thresholdUv, 0);
}

TEST(LastVisit, ALineThatFollowsSuccessIsOneStepHarderAfterALotOfItAndOneByHandIsNot) {
  session::SessionSetup setup = setupOf(shipped("tth_relaxation"));
  ASSERT_EQ(setup.channels[0].law.kind, "adaptive");
  setup.channels[1].law.kind = "manual";
  const LastVisit last = visit(setup, {{{10}, EventKind::kThreshold, 0, 4, {}}, {{10}, EventKind::kThreshold, 1, 4, {}}}, 0.9);
  session::SessionSetup today = setup;
  carryLines(last, today);
  EXPECT_NEAR(today.channels[0].rule.thresholdUv, 4 * (1 - setup.channels[0].law.step), 0.05);
  EXPECT_EQ(today.channels[1].rule.thresholdUv, 4);
}

TEST(LastVisit, OfAnotherAmplifierOrCalibrationTheLinesSayNothing) {
  const session::SessionSetup setup = setupOf(shipped("tth_relaxation"));
  const LastVisit last = visit(setup, {});
  EXPECT_TRUE(linesFit(last, "Simulator", setup.format));
  EXPECT_FALSE(linesFit(last, "Cyton", setup.format));
  core::StreamFormat open = setup.format;
  open.channels[0].calibrated = !open.channels[0].calibrated;
  EXPECT_FALSE(linesFit(last, "Simulator", open));
}

TEST(LastVisit, EveryShippedProtocolCanTrainNowWithoutItsMeasurementsAndIsReadBack) {
  for (const session::Protocol& p : session::loadProtocols().protocols) {
    session::SessionSetup before = setupOf(p);
    for (auto& c : before.channels) c.rule.thresholdUv = 7;
    session::SessionSetup today = setupOf(p);
    ASSERT_TRUE(trainNow(visit(before, {}), today)) << p.id;
    const auto& phases = today.protocol.phases;
    const auto first = std::find_if(phases.begin(), phases.end(),
                                    [](const auto& x) { return x.kind != PhaseKind::kSetUp && x.kind != PhaseKind::kRating; });
    ASSERT_NE(first, phases.end()) << p.id;
    EXPECT_TRUE((first->feedback && first->scored) || phases.size() == p.phases.size()) << p.id << ' ' << first->id;
    const auto kept = session::parseSetup(session::toJson(today));
    ASSERT_TRUE(kept.ok()) << p.id << ": " << kept.fault().what;
    EXPECT_EQ(kept->protocol, today.protocol);
    for (const auto& c : today.channels) {
      if (c.role != feedback::Role::kTrain) continue;
      EXPECT_EQ(c.rule.thresholdUv, 7) << p.id;
    }
  }
}

TEST(LastVisit, WithoutALineNothingIsChangedByTrainingNow) {
  session::SessionSetup today = setupOf(shipped("tth_relaxation"));
  const auto phasesN = today.protocol.phases.size();
  EXPECT_FALSE(trainNow(visit(today, {}), today));
  EXPECT_EQ(today.protocol.phases.size(), phasesN);
}

class LastVisitInAStore : public ::testing::Test {
 protected:
  LastVisitInAStore() {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    store_ = must(store::Store::open(dir_ / "a.store", clock_, {.create = true}));
  }
  ~LastVisitInAStore() override { fs::remove_all(dir_); }

  store::Patient patient(const std::string& code) {
    store::Patient p;
    p.code = code;
    return must(store_->addPatient(p));
  }
  std::string record(const store::Patient& p, const std::string& muscle, std::optional<double> lineUv,
                     const std::string& protocol = "free") {
    clock_.advance(24h);
    drivers::SimulatorConfig config;
    config.live = false;
    auto live = must(LiveSession::open(drivers::makeSimulator(config, clock_), clock_, {.threads = false}));
    session::SessionSetup setup = session::defaultSetup(live->format());
    setup.protocol.id = protocol;
    setup.channels[0].muscleId = muscle;
    EXPECT_TRUE(live->start(*store_, p, setup).ok());
    if (lineUv) {
      session::Command line;
      line.kind = session::Command::Kind::kThreshold;
      line.valueUv = *lineUv;
      live->command(line);
    }
    EXPECT_TRUE(live->runInline(1).ok());
    return must(live->stop());
  }

  fs::path dir_ = fs::temp_directory_path() / ("tonus-last-visit-" + std::to_string(::getpid()));
  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  std::unique_ptr<store::Store> store_;
};

TEST_F(LastVisitInAStore, IsTheNewestOfThisPatientWithThisProtocolThatLeftALine) {
  const store::Patient one = patient("P-1"), other = patient("P-2");
  record(one, "frontalis", 3);
  const std::string wanted = record(one, "masseter", 5);
  record(one, "temporalis", std::nullopt);
  record(one, "trap_upper", 9, "short");
  record(other, "biceps", 11);
  const auto last = must(lastVisit(*store_, one.id, "free"));
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->sessionId, wanted);
  EXPECT_EQ(last->setup.channels[0].muscleId, "masseter");
  EXPECT_EQ(last->setup.channels[0].rule.thresholdUv, 5);
  EXPECT_FALSE(must(lastVisit(*store_, other.id, "short")).has_value());
}

}  // namespace
}  // namespace tonus::app
