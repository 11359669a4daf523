// What goes into a session comes out of it.

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "support.h"

namespace tonus::store {
namespace {

class SessionTest : public testing::Test {
 protected:
  core::ManualClock clock_{core::WallTime(std::chrono::seconds(1790000000))};
  TempFolder folder_;
  std::unique_ptr<Store> store_ = must(Store::open(folder_ / "a.tonus", clock_, {.create = true}));
  Patient patient_ = must(store_->addPatient(patientOf("P-0042")));

  std::shared_ptr<SessionWriter> begin(const core::StreamFormat& format) {
    return must(store_->beginSession(sessionOf(patient_, format)));
  }
};

core::FeedbackFrame frameAt(std::int64_t at, std::mt19937& random,
                            const std::shared_ptr<const core::PhaseInfo>& phase) {
  core::FeedbackFrame f;
  f.at = {at};
  f.level = std::nextafter(0.7F, static_cast<float>(random()));
  f.inTarget = random() % 2 == 0;
  f.usable = random() % 2 == 0;
  f.paused = random() % 2 == 0;
  f.quality = {static_cast<std::uint16_t>(random() % 128)};
  f.worstChannel = static_cast<std::uint16_t>(random() % 3);
  f.rewardS = static_cast<float>(random()) * 1e-7F;
  f.scoredS = 0.1F * static_cast<float>(at);
  f.reps = static_cast<std::uint32_t>(random());
  f.timeLeftS = -1;
  f.phase = phase;
  return f;
}

TEST_F(SessionTest, SignalCutAnywhereComesBackWithItsGapsAndNumbers) {
  std::mt19937 random(7);
  const auto format = formatOf(3, 1000);
  auto writer = begin(format);
  std::int64_t at = 0;
  std::int64_t framesN = 0;
  std::int64_t lostN = 0;
  for (int i = 0; i < 400; ++i) {
    const std::uint32_t n = random() % 5 == 0 ? 0 : static_cast<std::uint32_t>(1 + random() % 100);
    const std::uint64_t lost = random() % 40 == 0 ? 1 + random() % 3000 : 0;
    at += static_cast<std::int64_t>(lost);
    ASSERT_TRUE(writer->consume(blockAt(at, n, 3, lost)).ok());
    at += n;
    framesN += n;
    lostN += static_cast<std::int64_t>(lost);
  }
  ASSERT_TRUE(writer->finish().ok());
  EXPECT_EQ(writer->committedFrames(), framesN);
  auto reader = must(store_->openSession(writer->sessionId()));
  EXPECT_EQ(reader->row().framesN, framesN);
  EXPECT_EQ(reader->row().lostN, lostN);
  EXPECT_DOUBLE_EQ(reader->row().durationS, static_cast<double>(at) / 1000);
  EXPECT_EQ(reader->format(), format);
  std::int64_t inSegments = 0;
  for (const auto& s : reader->segments()) inSegments += s.framesN;
  EXPECT_EQ(inSegments, framesN);
  EXPECT_GT(reader->segments().size(), 3U);
  expectSignal(*reader);
  const auto report = must(store_->verify());
  EXPECT_TRUE(report.ok) << testing::PrintToString(report.damaged);
}

TEST_F(SessionTest, FeedbackVerdictsMetricsAndEventsComeBackBitForBit) {
  std::mt19937 random(8);
  auto writer = begin(formatOf(3, 1000));
  auto phase = std::make_shared<core::PhaseInfo>();
  phase->index = 5;
  std::vector<core::ProcessedBlock> given;
  for (std::int64_t first = 0; first < 5000; first += 50) {
    auto block = std::make_shared<core::ProcessedBlock>(*blockAt(first, 50, 3));
    block->feedback = {frameAt(first + 25, random, phase), frameAt(first + 50, random, phase)};
    for (int i = 0; i < 6; ++i)
      block->channelFeedback.push_back({.envelopeUv = static_cast<float>(random()) * 1e-6F,
                                        .thresholdUv = 4.5F,
                                        .level = 0.1F,
                                        .inTarget = random() % 2 == 0,
                                        .quality = {static_cast<std::uint16_t>(random() % 8)}});
    core::QualityFrame quality{{first + 50}, {}};
    for (std::uint16_t c = 0; c < 3; ++c) quality.channels.push_back({c});
    block->quality = {quality};
    block->metrics = {
        {.metric = 2, .channel = 1, .at = {first + 50}, .value = 1.0 / static_cast<double>(first + 3)},
        {.metric = 0, .channel = 2, .at = {first + 50}, .value = std::numeric_limits<double>::quiet_NaN()}};
    if (first % 500 == 0) block->events = {{{first + 10}, core::EventKind::kMarker, -1, 0.25, "Blink µ"}};
    ASSERT_TRUE(writer->consume(block).ok());
    given.push_back(*block);
  }
  must(writer->finish());

  auto reader = must(store_->openSession(writer->sessionId()));
  const auto hops = must(reader->hops({0}, {5000}));
  const auto metrics = must(reader->metrics());
  const auto quality = must(reader->quality());
  ASSERT_EQ(hops.size(), given.size() * 2);
  ASSERT_EQ(metrics.size(), given.size() * 2);
  ASSERT_EQ(quality.size(), given.size());
  for (std::size_t h = 0; h < hops.size(); ++h) {
    const core::FeedbackFrame& want = given[h / 2].feedback[h % 2];
    const core::FeedbackFrame& got = hops[h].frame;
    EXPECT_EQ(hops[h].at, want.at);
    EXPECT_EQ(std::tuple(got.at, got.level, got.inTarget, got.usable, got.paused, got.quality, got.worstChannel,
                         got.rewardS, got.scoredS, got.reps, got.timeLeftS),
              std::tuple(want.at, want.level, want.inTarget, want.usable, want.paused, want.quality, want.worstChannel,
                         want.rewardS, want.scoredS, want.reps, want.timeLeftS));
    EXPECT_EQ(hops[h].phaseIndex, 5U);
    for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(hops[h].channels[c], given[h / 2].channelFeedback[h % 2 * 3 + c]);
    EXPECT_EQ(metrics[h].at, given[h / 2].metrics[h % 2].at);
    EXPECT_EQ(metrics[h].metric, given[h / 2].metrics[h % 2].metric);
    if (h % 2 == 0)
      EXPECT_EQ(metrics[h].value, given[h / 2].metrics[0].value);
    else
      EXPECT_TRUE(std::isnan(metrics[h].value));
  }
  for (std::size_t q = 0; q < quality.size(); ++q) EXPECT_EQ(quality[q].channels, given[q].quality[0].channels);
  const auto events = must(reader->sessionEvents());
  ASSERT_EQ(events.size(), 10U);
  EXPECT_EQ(events[3], given[30].events[0]);
  EXPECT_EQ(reader->events().size(), 10U);
  const auto some = must(reader->hops({1025}, {2000}));
  ASSERT_FALSE(some.empty());
  EXPECT_EQ(some.front().at.value, 1050);
  EXPECT_EQ(some.back().at.value, 2000);
  EXPECT_EQ(some.size(), 39U);
}

TEST_F(SessionTest, OneSecondOfSignalIsOneCommit) {
  auto writer = begin(formatOf(2, 1000));
  for (std::int64_t first = 0; first < 3500; first += 50) {
    ASSERT_TRUE(writer->consume(blockAt(first, 50, 2)).ok());
    EXPECT_EQ(writer->committedFrames(), (first + 50) / 1000 * 1000);
  }
}

TEST_F(SessionTest, WhatWaitsIsCommittedByTheClockWhenNoSignalComes) {
  auto writer = begin(formatOf(2, 1000));
  must(writer->consume(blockAt(0, 300, 2)));
  clock_.advance(std::chrono::milliseconds(1000));
  must(writer->tick());
  EXPECT_EQ(writer->committedFrames(), 0);
  clock_.advance(std::chrono::milliseconds(200));
  must(writer->tick());
  EXPECT_EQ(writer->committedFrames(), 300);
  must(writer->consume(blockAt(300, 1000, 2)));
  must(writer->finish());
  auto reader = must(store_->openSession(writer->sessionId()));
  EXPECT_THAT(reader->segments(), testing::ElementsAre(core::Segment{{0}, 1300}));
  expectSignal(*reader);
}

TEST_F(SessionTest, ANoteWithoutSignalIsKept) {
  auto writer = begin(formatOf(2, 1000));
  auto block = std::make_shared<core::ProcessedBlock>();
  block->events = {{{0}, core::EventKind::kNote, -1, 0, "electrodes moved"}};
  must(writer->consume(block));
  must(writer->finish());
  auto reader = must(store_->openSession(writer->sessionId()));
  EXPECT_EQ(must(reader->sessionEvents()).at(0).text, "electrodes moved");
  EXPECT_TRUE(reader->segments().empty());
  EXPECT_TRUE(must(store_->verify()).ok);
}

TEST_F(SessionTest, SignalThatComesTwiceIsAFaultAndWhatCameBeforeIsKept) {
  auto writer = begin(formatOf(2, 1000));
  must(writer->consume(blockAt(0, 1500, 2)));
  EXPECT_FALSE(writer->consume(blockAt(1400, 100, 2)).ok());
  must(writer->finish());
  EXPECT_EQ(must(store_->session(writer->sessionId())).framesN, 1500);
  EXPECT_EQ(must(store_->session(writer->sessionId())).state, SessionState::kInterrupted);
}

TEST_F(SessionTest, StateFollowsTheWriterAndTheClosing) {
  auto writer = begin(formatOf(1, 100));
  const std::string id = writer->sessionId();
  must(writer->consume(blockAt(0, 250, 1)));
  EXPECT_EQ(must(store_->session(id)).state, SessionState::kRecording);
  EXPECT_TRUE(must(store_->interruptedSessions()).empty());
  EXPECT_EQ(store_->closeSession(id, {}, SessionState::kDone).fault().code, core::FaultCode::kUnavailable);
  must(writer->finish());
  EXPECT_EQ(must(store_->session(id)).state, SessionState::kDone);
  core::SessionSummary summary;
  summary.rewardS = 1.0 / 3;
  summary.baselineUv = std::numeric_limits<double>::quiet_NaN();
  summary.latency.screen = {12.5, 17, 21, 23.25, 4000};
  summary.latency.sound = {9, 12, 14, 15, 900};
  summary.latency.shownLateS = 0.25;
  summary.channels.push_back({.channel = 0, .name = "Frontalis L", .meanUv = 2.1, .mdfHz = 88.5});
  must(store_->closeSession(id, summary, SessionState::kDone));
  const auto row = must(store_->session(id));
  ASSERT_TRUE(row.summary);
  EXPECT_EQ(row.summary->rewardS, 1.0 / 3);
  EXPECT_TRUE(std::isnan(row.summary->baselineUv));
  EXPECT_EQ(row.summary->channels.at(0).name, "Frontalis L");
  EXPECT_EQ(row.summary->latency.screen.worstMs, 23.25);
  EXPECT_EQ(row.summary->latency.screen.n, 4000U);
  EXPECT_EQ(row.summary->latency.sound.p99Ms, 14);
  EXPECT_TRUE(std::isnan(row.summary->latency.patient.p50Ms));
  EXPECT_EQ(row.summary->latency.shownLateS, 0.25);
}

TEST_F(SessionTest, AWriterThatIsDroppedLeavesAnInterruptedSessionThatCanBeClosed) {
  auto writer = begin(formatOf(1, 100));
  const std::string id = writer->sessionId();
  must(writer->consume(blockAt(0, 250, 1)));
  writer.reset();
  const auto interrupted = must(store_->interruptedSessions());
  ASSERT_EQ(interrupted.size(), 1U);
  EXPECT_EQ(interrupted[0].id, id);
  EXPECT_EQ(interrupted[0].framesN, 200);
  must(store_->closeSession(id, {}, SessionState::kInterrupted));
  EXPECT_TRUE(must(store_->interruptedSessions()).empty());
  EXPECT_EQ(must(store_->session(id)).state, SessionState::kInterrupted);
}

TEST_F(SessionTest, AReaderSeesWholeCommitsWhileTheSessionIsWritten) {
  auto writer = begin(formatOf(2, 1000));
  for (std::int64_t first = 0; first < 8000; first += 250) {
    must(writer->consume(blockAt(first, 250, 2)));
    auto reader = must(store_->openSession(writer->sessionId()));
    EXPECT_EQ(reader->row().framesN, writer->committedFrames());
    expectSignal(*reader);
    if (first == 4000) must(store_->checkpoint());
  }
}

}  // namespace
}  // namespace tonus::store
