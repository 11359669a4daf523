// The main job through the real store: record, replay, import, finish after a crash, demo store.
#include "tonus/app/records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "tonus/app/live_session.h"
#include "tonus/drivers/registry.h"
#include "tonus/drivers/simulator.h"
#include "tonus/interop/recording_files.h"

namespace tonus::app {
namespace {

namespace fs = std::filesystem;

class RecordsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::temp_directory_path() / ("tonus-app-" + std::to_string(::getpid()));
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    auto store = store::Store::open(dir_ / "a.store", clock_, {.create = true, .readOnly = false, .who = "test"});
    ASSERT_TRUE(store.ok()) << store.fault().what;
    store_ = *std::move(store);
    store::Patient p;
    p.code = "P-1";
    auto added = store_->addPatient(p);
    ASSERT_TRUE(added.ok());
    patient_ = *added;
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(dir_);
  }

  static drivers::SimulatorConfig simulated() {
    drivers::SimulatorConfig c;
    c.live = false;
    c.channelsN = 3;
    c.sampleRateHz = 1000;
    c.faults = {{drivers::FaultKind::kLoss, -1, 12, 3, 37}, {drivers::FaultKind::kMains, 1, 20, 3, 30},
                {drivers::FaultKind::kElectrodeOff, 0, 26, 2, 1}};
    return c;
  }
  static session::SessionSetup phased(const core::StreamFormat& format) {
    session::SessionSetup s = session::defaultSetup(format);
    for (auto& c : s.channels) c.law = {.kind = "baseline", .start = 0.9};
    s.protocol.phases = {{core::PhaseKind::kBaseline, "Baseline", "Rest", 8, false, false},
                         {core::PhaseKind::kTrial, "Trial", "Let go", 30, true, true},
                         {core::PhaseKind::kRest, "Rest", "Rest", 5, false, false}};
    return s;
  }

  /// A session with everything that must come back the same: loss, bad signal, pause, a dragged threshold.
  std::string recordEventful() {
    auto live = LiveSession::open(drivers::makeSimulator(simulated(), manual_), manual_,
                                  {.ringSeconds = 4, .threads = false});
    EXPECT_TRUE(live.ok());
    const auto setup = phased((*live)->format());
    EXPECT_TRUE((*live)->arm(setup).ok());
    EXPECT_TRUE((*live)->start(*store_, patient_, setup).ok());
    EXPECT_TRUE((*live)->runInline(15.003).ok());
    session::Command c;
    c.kind = session::Command::Kind::kThreshold;
    c.channel = 1;
    c.valueUv = 7.25;
    (*live)->command(c);
    EXPECT_TRUE((*live)->runInline(17.5).ok());
    c.kind = session::Command::Kind::kPause;
    (*live)->command(c);
    EXPECT_TRUE((*live)->runInline(19.111).ok());
    c.kind = session::Command::Kind::kResume;
    (*live)->command(c);
    c.kind = session::Command::Kind::kMarker;
    c.text = "sneeze";
    (*live)->command(c);
    EXPECT_TRUE((*live)->runInline(21.01).ok());
    c.kind = session::Command::Kind::kFilter;
    c.chain.bandLowHz = 100.0 / 3;
    c.chain.mainsHz = 50;
    c.chain.rmsWindowMs = 180;
    (*live)->command(c);
    EXPECT_TRUE((*live)->runInline(33).ok());
    c.kind = session::Command::Kind::kNextPhase;
    (*live)->command(c);
    EXPECT_TRUE((*live)->runInline(60).ok());
    auto id = (*live)->stop();
    EXPECT_TRUE(id.ok()) << id.fault().what;
    return id.ok() ? *id : "";
  }

  fs::path dir_;
  core::SystemClock clock_;
  core::ManualClock manual_;
  std::unique_ptr<store::Store> store_;
  store::Patient patient_;
};

TEST_F(RecordsTest, WhatWasShownIsComputedAgainBitForBit) {
  const std::string id = recordEventful();
  const auto row = store_->session(id);
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->state, store::SessionState::kDone);
  EXPECT_GT(row->lostN, 0);
  ASSERT_TRUE(row->summary);
  EXPECT_GT(row->summary->scoredS, 5);
  const auto report = replay(*store_, id);
  ASSERT_TRUE(report.ok()) << report.fault().what;
  EXPECT_TRUE(report->identical) << report->difference;
  EXPECT_EQ(report->framesN, row->framesN);
  EXPECT_DOUBLE_EQ(report->successRate, report->successRateRecorded);
}

TEST_F(RecordsTest, ABandWhoseUpperEdgeWasMovedIsComputedAgainBitForBit) {
  auto live = LiveSession::open(drivers::makeSimulator(simulated(), manual_), manual_, {.ringSeconds = 4, .threads = false});
  ASSERT_TRUE(live.ok());
  auto setup = session::defaultSetup((*live)->format());
  for (auto& channel : setup.channels) {
    channel.rule.kind = "inside";
    channel.rule.thresholdUv = 0.5;
    channel.rule.upperUv = 1;
  }
  ASSERT_TRUE((*live)->start(*store_, patient_, setup).ok());
  ASSERT_TRUE((*live)->runInline(8).ok());
  session::Command c;
  c.kind = session::Command::Kind::kUpperEdge;
  c.valueUv = 1000;
  for (c.channel = 0; c.channel < setup.channels.size(); ++c.channel) (*live)->command(c);
  ASSERT_TRUE((*live)->runInline(20).ok());
  const auto id = (*live)->stop();
  ASSERT_TRUE(id.ok());
  const auto report = replay(*store_, *id);
  ASSERT_TRUE(report.ok()) << report.fault().what;
  EXPECT_TRUE(report->identical) << report->difference;
  EXPECT_GT(report->successRate, 0.1) << "with the edge where it began nothing would be inside";
}

TEST_F(RecordsTest, AnotherLineScoresAnotherShare) {
  const std::string id = recordEventful();
  const auto easy = replay(*store_, id, {{0, 1e6}, {1, 1e6}, {2, 1e6}});
  const auto hard = replay(*store_, id, {{0, 0.01}, {1, 0.01}, {2, 0.01}});
  ASSERT_TRUE(easy.ok() && hard.ok());
  EXPECT_FALSE(easy->identical);
  EXPECT_GT(easy->successRate, 0.9);
  EXPECT_EQ(hard->successRate, 0);
  EXPECT_FALSE(replay(*store_, id, {{9, 1}}).ok());
}

TEST_F(RecordsTest, APhaseWithARuleOfItsOwnIsComputedAgainBitForBitAndKeptInAnotherScoring) {
  auto simulator = simulated();
  simulator.faults.clear();
  auto live = LiveSession::open(drivers::makeSimulator(simulator, manual_), manual_, {.ringSeconds = 4, .threads = false});
  ASSERT_TRUE(live.ok());
  auto setup = phased((*live)->format());
  session::Phase own = setup.protocol.phases[1];
  own.durationS = 10;
  own.rule = setup.protocol.rule;
  own.rule->kind = "above";
  own.rule->thresholdUv = 0.01;
  setup.protocol.phases.insert(setup.protocol.phases.begin() + 1, own);
  ASSERT_TRUE((*live)->start(*store_, patient_, setup).ok());
  ASSERT_TRUE((*live)->runInline(12.007).ok());
  session::Command c;
  c.kind = session::Command::Kind::kThreshold;
  c.valueUv = 0.02;
  for (c.channel = 0; c.channel < 3; ++c.channel) (*live)->command(c);
  ASSERT_TRUE((*live)->runInline(45).ok());
  const auto id = (*live)->stop();
  ASSERT_TRUE(id.ok());
  const auto report = replay(*store_, *id);
  ASSERT_TRUE(report.ok()) << report.fault().what;
  EXPECT_TRUE(report->identical) << report->difference;
  // Ten of forty scored seconds are judged by the phase's rule, whatever the channels' lines.
  const auto hard = replay(*store_, *id, {{0, 1e-4}, {1, 1e-4}, {2, 1e-4}});
  const auto easy = replay(*store_, *id, {{0, 1e6}, {1, 1e6}, {2, 1e6}});
  const auto one = replay(*store_, *id, {{0, 1e6}});
  ASSERT_TRUE(hard.ok() && easy.ok() && one.ok());
  EXPECT_NEAR(hard->successRate, 0.25, 0.03);
  EXPECT_GT(easy->successRate, 0.95);
  EXPECT_GE(one->successRate, report->successRate) << "the other lines stand as they were, in their own place";
}

TEST_F(RecordsTest, AThreadedLiveSessionReplaysBitForBitToo) {
  drivers::SimulatorConfig config = simulated();
  config.live = true;
  core::ScaledClock fast(50);
  session::Session::Options options;
  options.lossless = true;
  options.stopAfterS = 40;
  auto live = LiveSession::open(drivers::makeSimulator(config, fast), fast, options);
  ASSERT_TRUE(live.ok());
  const auto setup = phased((*live)->format());
  ASSERT_TRUE((*live)->arm(setup).ok());
  ASSERT_TRUE((*live)->start(*store_, patient_, setup).ok());
  for (int i = 0; i < 3000 && !(*live)->status().recordEnded; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    session::Command c;
    c.kind = session::Command::Kind::kThreshold;
    c.valueUv = 4 + i % 3;
    if (i % 7 == 3) (*live)->command(c);
  }
  auto id = (*live)->stop();
  ASSERT_TRUE(id.ok()) << id.fault().what;
  const auto row = store_->session(*id);
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->framesN + row->lostN, 40000);
  const auto report = replay(*store_, *id);
  ASSERT_TRUE(report.ok()) << report.fault().what;
  EXPECT_TRUE(report->identical) << report->difference;
}

TEST_F(RecordsTest, ASessionGoesOutAsBdfAndComesBackWithTheSameCounts) {
  const std::string id = recordEventful();
  auto reader = store_->openSession(id);
  ASSERT_TRUE(reader.ok());
  const fs::path file = dir_ / "out.bdf";
  ASSERT_TRUE(interop::writeEdf(**reader, file, interop::EdfKind::kBdfPlus, {"P-1", "", ""}).ok());
  auto recording = interop::openRecording(file);
  ASSERT_TRUE(recording.ok()) << recording.fault().what;
  const auto imported = importRecording(*store_, patient_, *std::move(recording));
  ASSERT_TRUE(imported.ok()) << imported.fault().what;
  EXPECT_EQ(imported->framesN, (*reader)->row().framesN);
  EXPECT_EQ(imported->channelsN, 3U);
  auto again = store_->openSession(imported->sessionId);
  ASSERT_TRUE(again.ok());
  ASSERT_EQ((*again)->segments(), (*reader)->segments());
  std::vector<std::int32_t> a, b;
  for (const core::Segment& s : (*reader)->segments()) {
    a.resize(static_cast<std::size_t>(s.framesN) * 3);
    b.resize(a.size());
    ASSERT_TRUE((*reader)->read(s.first, a).ok());
    ASSERT_TRUE((*again)->read(s.first, b).ok());
    EXPECT_EQ(a, b);
  }
}

TEST_F(RecordsTest, ACancelledImportSaysWhatIsKept) {
  const std::string id = recordEventful();
  auto reader = store_->openSession(id);
  ASSERT_TRUE(reader.ok());
  const auto cancelled = importRecording(*store_, patient_, *std::move(reader), [](double f) { return f < 0.3; });
  ASSERT_FALSE(cancelled.ok());
  EXPECT_EQ(cancelled.fault().code, core::FaultCode::kCancelled);
}

TEST_F(RecordsTest, ASessionThatWasNeverClosedIsOfferedAndFinishedWithItsNumbers) {
  store::NewSession row;
  {
    // As after a crash between the last commit and the numbers: the writer ends, nobody closes the session.
    const auto source = drivers::makeSimulator(simulated(), manual_);
    const auto format = source->open({});
    ASSERT_TRUE(source->start().ok());
    const auto setup = phased(*format);
    row.patientId = patient_.id;
    row.format = *format;
    row.setupJson = session::toJson(setup);
    auto writer = store_->beginSession(row);
    ASSERT_TRUE(writer.ok());
    session::Pipeline pipeline(setup);
    core::RawBlock raw;
    for (int i = 0; i < 1500; ++i) {
      ASSERT_TRUE(source->read(manual_.now() + std::chrono::seconds(1), raw).ok());
      ASSERT_TRUE((*writer)->consume(pipeline.process(raw)).ok());
    }
    ASSERT_TRUE((*writer)->finish().ok());
  }
  const auto left = store_->interruptedSessions();
  ASSERT_TRUE(left.ok());
  ASSERT_EQ(left->size(), 1U);
  ASSERT_TRUE(finishInterrupted(*store_, left->front().id).ok());
  EXPECT_TRUE(store_->interruptedSessions()->empty());
  const auto done = store_->session(left->front().id);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->state, store::SessionState::kDone);
  ASSERT_TRUE(done->summary);
  EXPECT_GT(done->summary->channels[0].usableS, 5);
  EXPECT_TRUE(replay(*store_, done->id)->identical);
}

TEST_F(RecordsTest, ADemoStoreIsSmallWholeAndMarked) {
  const fs::path path = dir_ / "demo.store";
  double last = 0;
  const auto made = makeDemoStore(path, [&](double f) {
    EXPECT_GE(f, last);
    last = f;
    return true;
  });
  ASSERT_TRUE(made.ok()) << made.fault().what;
  EXPECT_EQ(last, 1);
  EXPECT_LT(fs::file_size(path), 60U << 20);
  auto demo = store::Store::open(path, clock_);
  ASSERT_TRUE(demo.ok());
  const auto patients = (*demo)->patients();
  ASSERT_TRUE(patients.ok());
  EXPECT_EQ(patients->size(), 4U);
  for (const auto& p : *patients) {
    EXPECT_TRUE(p.demo);
    EXPECT_GE((*demo)->sessions(p.id)->size(), 5U);
  }
  const auto exercises = std::ranges::find(*patients, "patellofemoral pain", &store::Patient::condition);
  ASSERT_NE(exercises, patients->end());
  const auto visits = (*demo)->sessions(exercises->id);   // newest first
  const auto counted = [](const store::SessionRow& session) {
    double reps = 0;
    for (const core::SessionNumber& n : session.summary.value().numbers) reps += n.id == "success_reps" ? n.value : 0;
    return reps;
  };
  EXPECT_GE(counted(visits->front()), 8) << "of 12 repetitions";
  EXPECT_GT(counted(visits->front()), counted(visits->back())) << "better from the first visit to the last";
  const auto sessions = (*demo)->sessions();
  EXPECT_LT(sessions->front().started, clock_.wallNow());
  EXPECT_LT(sessions->back().started, clock_.wallNow() - std::chrono::hours(24 * 60));
  EXPECT_TRUE((*demo)->verify()->ok);
  EXPECT_FALSE(makeDemoStore(path).ok()) << "an existing store must never be replaced";
}

TEST_F(RecordsTest, ACancelledDemoStoreLeavesNothing) {
  const fs::path path = dir_ / "demo.store";
  const auto made = makeDemoStore(path, [](double f) { return f < 0.1; });
  ASSERT_FALSE(made.ok());
  for (const auto& entry : fs::directory_iterator(dir_)) EXPECT_EQ(entry.path().filename().string().find("demo"), std::string::npos);
}

}  // namespace
}  // namespace tonus::app
