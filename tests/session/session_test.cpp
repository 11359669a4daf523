// Threads, queues and states, with a source and sinks that misbehave on request.
#include "tonus/session/session.h"

#include <gtest/gtest.h>

#include <thread>

#include "support/noise_source.h"
#include "tonus/session/live_queue.h"

namespace tonus::session {
namespace {

using namespace std::chrono_literals;
using support::NoiseSource;

/// Remembers what it was given; slow or failing on request.
class Collector final : public core::BlockSink {
 public:
  core::QueuePolicy kind = core::QueuePolicy::kFaultWhenFull;
  std::chrono::milliseconds depth = 30s;
  std::chrono::milliseconds slowness{0};
  std::int64_t failAfterFrames = -1;

  std::string_view name() const override { return "collector"; }
  core::SinkPolicy policy() const override { return {kind, depth}; }
  core::Status consume(const core::BlockPtr& b) override {
    if (slowness.count() > 0) std::this_thread::sleep_for(slowness);
    if (failAfterFrames >= 0 && frames >= failAfterFrames)
      return core::Fault{core::FaultCode::kDiskFull, "The disk is full", "Make room."};
    if (b->framesN > 0) {
      inOrder = inOrder && b->first.value == next + static_cast<std::int64_t>(b->lostBefore);
      next = b->end().value;
    }
    frames += b->framesN;
    lost += static_cast<std::int64_t>(b->lostBefore);
    for (const auto& e : b->events) events.push_back(e);
    return {};
  }
  core::Status finish() override {
    finished = true;
    return {};
  }

  std::int64_t frames = 0, lost = 0, next = 0;
  bool inOrder = true, finished = false;
  std::vector<core::SessionEvent> events;
};

struct Rig {
  explicit Rig(NoiseSource::Script script, Session::Options options = {})
      : session(std::make_unique<NoiseSource>(std::move(script), clock), clock, options) {
    auto format = session.open();
    EXPECT_TRUE(format.ok());
    setup = defaultSetup(*format);
  }
  void start(std::vector<std::shared_ptr<core::BlockSink>> recorders) {
    ASSERT_TRUE(session.arm(setup).ok());
    ASSERT_TRUE(session.start(setup, std::move(recorders)).ok());
  }
  template <class F>
  bool waitFor(F done) {
    for (int i = 0; i < 2000 && !done(); ++i) std::this_thread::sleep_for(5ms);
    return done();
  }

  core::SystemClock clock;
  Session session;
  SessionSetup setup;
};

TEST(Session, EveryFrameOfAWaitingSourceReachesTheRecordEvenIfItIsSlow) {
  NoiseSource::Script script;
  script.framesN = 200000;
  Rig rig(script);
  auto record = std::make_shared<Collector>();
  record->depth = 500ms;
  record->slowness = 0ms;
  rig.start({record});
  ASSERT_TRUE(rig.waitFor([&] { return rig.session.status().sourceEnded; }));
  EXPECT_TRUE(rig.session.stop().ok());
  EXPECT_TRUE(record->inOrder);
  EXPECT_TRUE(record->finished);
  EXPECT_EQ(static_cast<std::uint64_t>(record->frames), rig.session.status().framesN);
  EXPECT_EQ(record->lost, 0);
  EXPECT_EQ(record->events.front().kind, core::EventKind::kStart);
  EXPECT_EQ(record->events.back().kind, core::EventKind::kStop);
}

TEST(Session, TheRecordEndsOnTheFrameThatWasAskedFor) {
  NoiseSource::Script script;
  script.framesN = 1000000;
  Session::Options options;
  options.stopAfterS = 12.345;
  Rig rig(script, options);
  auto record = std::make_shared<Collector>();
  rig.start({record});
  ASSERT_TRUE(rig.waitFor([&] { return rig.session.status().recordEnded; }));
  EXPECT_TRUE(rig.session.stop().ok());
  EXPECT_EQ(record->frames, 12345);
}

TEST(Session, WithoutAPreviewTheRecordHoldsTheSourcesFirstFrame) {
  NoiseSource::Script script;
  script.framesN = 30000;
  Rig rig(script);
  auto record = std::make_shared<Collector>();
  ASSERT_TRUE(rig.session.start(rig.setup, {record}).ok());
  EXPECT_FALSE(rig.session.start(rig.setup, {}).ok()) << "already recording";
  ASSERT_TRUE(rig.waitFor([&] { return rig.session.status().sourceEnded; }));
  EXPECT_TRUE(rig.session.stop().ok());
  EXPECT_EQ(record->frames, 30000);
}

TEST(Session, LossIsCountedInItsPlace) {
  NoiseSource::Script script;
  script.lostBefore = [](std::int64_t n) { return n > 0 && n % 1000 == 0 ? 7U : 0U; };
  script.framesN = 20000;
  Rig rig(script, {.ringSeconds = 4, .threads = false});
  auto record = std::make_shared<Collector>();
  rig.start({record});
  EXPECT_TRUE(rig.session.runInline(1000).ok());
  EXPECT_TRUE(rig.session.stop().ok());
  EXPECT_TRUE(record->inOrder);
  EXPECT_GT(record->lost, 0);
  EXPECT_EQ(static_cast<std::uint64_t>(record->lost), rig.session.status().lostFrames);
}

TEST(Session, AFullDiskStopsTheRecordWithWordsAndNotTheSignal) {
  NoiseSource::Script script;
  script.framesN = 5000;
  script.live = true;
  script.rateHz = 4000;
  Rig rig(script);
  auto record = std::make_shared<Collector>();
  record->failAfterFrames = 1000;
  auto screen = std::make_shared<LiveQueue>();
  rig.session.addSink(screen);
  rig.start({record});
  ASSERT_TRUE(rig.waitFor([&] { return !rig.session.status().faults.empty(); }));
  EXPECT_EQ(rig.session.status().faults.front().what, "The disk is full");
  EXPECT_EQ(rig.session.status().state, State::kRunning);
  ASSERT_TRUE(rig.waitFor([&] { return rig.session.status().sourceEnded; }));
  EXPECT_FALSE(rig.session.stop().ok());
  EXPECT_TRUE(record->finished);
}

TEST(Session, ARecorderThatFallsBehindALiveSourceIsAVisibleFault) {
  NoiseSource::Script script;
  script.live = true;
  script.rateHz = 4000;
  script.framesN = 40000;
  Rig rig(script);
  auto record = std::make_shared<Collector>();
  record->depth = 100ms;
  record->slowness = 50ms;
  rig.start({record});
  ASSERT_TRUE(rig.waitFor([&] { return !rig.session.status().faults.empty(); }));
  EXPECT_EQ(rig.session.status().faults.front().code, core::FaultCode::kOverrun);
  EXPECT_FALSE(rig.session.stop().ok());
}

TEST(Session, ASlowScreenLosesOnlyItsOwnOldestBlocks) {
  NoiseSource::Script script;
  script.framesN = 100000;
  Rig rig(script);
  auto screen = std::make_shared<LiveQueue>("screen", 1000ms);
  auto record = std::make_shared<Collector>();
  rig.session.addSink(screen);
  rig.start({record});
  ASSERT_TRUE(rig.waitFor([&] { return rig.session.status().sourceEnded; }));
  EXPECT_TRUE(rig.session.stop().ok());
  std::vector<core::BlockPtr> blocks;
  screen->drain(blocks);
  ASSERT_FALSE(blocks.empty());
  EXPECT_GT(screen->droppedFrames(), 0U);
  EXPECT_EQ(static_cast<std::uint64_t>(record->frames), rig.session.status().framesN);
}

TEST(Session, AFaultOfTheSourceKeepsWhatCameBefore) {
  NoiseSource::Script script;
  script.framesN = 3000;
  script.endsWith = core::Fault{core::FaultCode::kDeviceGone, "The amplifier stopped answering", "Plug it in again."};
  Rig rig(script, {.ringSeconds = 4, .threads = false});
  auto record = std::make_shared<Collector>();
  rig.start({record});
  EXPECT_FALSE(rig.session.runInline(100).ok());
  EXPECT_EQ(rig.session.status().state, State::kFaulted);
  EXPECT_TRUE(rig.session.stop().ok());
  EXPECT_EQ(record->frames, 3000);
  EXPECT_TRUE(record->finished);
}

TEST(Session, CommandsLandAtAFrameOfTheRecord) {
  NoiseSource::Script script;
  script.live = true;
  script.rateHz = 4000;
  script.framesN = 100000;
  Rig rig(script);
  auto record = std::make_shared<Collector>();
  rig.start({record});
  ASSERT_TRUE(rig.waitFor([&] { return rig.session.status().framesN > 500; }));
  Command mark;
  mark.kind = Command::Kind::kMarker;
  mark.text = "cough";
  rig.session.command(mark);
  Command pause;
  pause.kind = Command::Kind::kPause;
  rig.session.command(pause);
  EXPECT_EQ(rig.session.status().state, State::kPaused);
  const auto now = rig.session.status().framesN;
  ASSERT_TRUE(rig.waitFor([&] { return rig.session.status().framesN > now + 500; })) << "pause must keep recording";
  EXPECT_TRUE(rig.session.stop().ok());
  const auto found = std::find_if(record->events.begin(), record->events.end(),
                                  [](const auto& e) { return e.kind == core::EventKind::kMarker; });
  ASSERT_NE(found, record->events.end());
  EXPECT_EQ(found->text, "cough");
  EXPECT_GT(found->at.value, 400);
}

TEST(Session, StoppingTwiceOrBeforeAnythingIsHarmless) {
  Rig rig(NoiseSource::Script{});
  EXPECT_TRUE(rig.session.stop().ok());
  rig.start({});
  EXPECT_TRUE(rig.session.stop().ok());
  EXPECT_TRUE(rig.session.stop().ok());
  EXPECT_EQ(rig.session.status().state, State::kIdle);
}

}  // namespace
}  // namespace tonus::session
