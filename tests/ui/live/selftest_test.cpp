// The latency self-test: its parts on made-up input, and the whole of it offscreen.

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "selftest/latency_probe.h"
#include "selftest/mark_times.h"
#include "selftest/marked_source.h"
#include "selftest/onset.h"

namespace {

using namespace std::chrono_literals;
using tonus::core::ManualClock;
using tonus::core::SteadyTime;
using tonus::core::SystemClock;
using tonus::selftest::findOnset;
using tonus::selftest::LatencyProbe;
using tonus::selftest::MarkLog;
using tonus::selftest::MarkTimes;

SteadyTime at(int ms) { return SteadyTime{} + std::chrono::milliseconds(ms); }

TEST(MarkTimes, PairsWhatIsNoticedWithTheOldestThatWaits) {
  MarkTimes times;
  times.sent(at(0));
  times.sent(at(200));
  times.noticed(1, at(12));
  times.noticed(1, at(215));
  times.noticed(1, at(300));  // nothing waits
  ASSERT_EQ(times.seen().size(), 2U);
  EXPECT_DOUBLE_EQ(times.seen()[0].ms, 12);
  EXPECT_DOUBLE_EQ(times.seen()[1].ms, 15);
  EXPECT_EQ(times.missedN(), 0U);
}

TEST(MarkTimes, TwoThatBecomeVisibleTogetherAfterAStallAreBothLate) {
  MarkTimes times;
  times.sent(at(0));
  times.sent(at(200));
  times.noticed(2, at(3000));
  EXPECT_DOUBLE_EQ(times.summary().worstMs, 3000);
  EXPECT_EQ(times.summary().n, 2U);
}

TEST(MarkTimes, OneSaidToBeOutLongAgoAndNeverSeenIsMissedAndSpoilsNotTheNext) {
  MarkTimes seen, stamped;
  for (MarkTimes* times : {&seen, &stamped}) times->sent(at(0));
  stamped.noticedUpTo(at(5), at(10));
  seen.giveUp(stamped, at(9));
  EXPECT_TRUE(seen.waiting());
  seen.giveUp(stamped, at(160));
  for (MarkTimes* times : {&seen, &stamped}) times->sent(at(200));
  stamped.noticedUpTo(at(200), at(209));
  seen.noticed(1, at(211));
  EXPECT_EQ(seen.missedN(), 1U);
  ASSERT_EQ(seen.seen().size(), 1U);
  EXPECT_DOUBLE_EQ(seen.seen()[0].ms, 11);
  EXPECT_DOUBLE_EQ(seen.apartMs(stamped), 2);
}

TEST(Onset, IsFoundAtTheFirstLoudSampleAfterSilence) {
  std::vector<float> x(48000, 0.0F);
  for (std::size_t i = 10000; i < 20000; ++i)
    x[i] = 0.1F * static_cast<float>(std::sin(2 * std::numbers::pi * 220 * static_cast<double>(i - 10000) / 48000));
  const auto onset = findOnset(x, 9000, 5000);
  ASSERT_TRUE(onset);
  EXPECT_NEAR(static_cast<double>(*onset), 10000, 5);
  EXPECT_FALSE(findOnset(x, 9000, 900)) << "too far away";
  EXPECT_FALSE(findOnset(x, 12000, 5000)) << "it was not quiet before";
  EXPECT_FALSE(findOnset(x, 100, 5000)) << "nothing is known of before";
  EXPECT_FALSE(findOnset(x, 60000, 5000));
}

TEST(MarkedSource, AMarkFillsTheBlockThatWasStampedAndRestIsRest) {
  ManualClock clock;
  const auto log = std::make_shared<MarkLog>();
  const auto source = tonus::selftest::makeMarkedSource(log, clock);
  const auto format = source->open({});
  ASSERT_TRUE(format);
  ASSERT_TRUE(source->start());
  tonus::core::RawBlock block;
  int marksN = 0;
  for (int i = 0; i < 500; ++i) {
    if (i == 20) log->setOn(true);
    const auto status = source->read(clock.now() + 1s, block);
    ASSERT_TRUE(status);
    if (*status != tonus::core::ReadStatus::kBlock) continue;
    const auto marks = log->take();
    double peakUv = 0, last = 0;
    for (std::uint32_t f = 0; f < block.framesN; ++f) {
      const double uv = block.counts[f * block.channelsN + tonus::selftest::kTraceChannel] *
                        format->channels[tonus::selftest::kTraceChannel].scaleUvPerCount;
      if (f > 0) peakUv = std::max(peakUv, std::abs(uv - last));  // steps: the electrode's offset does not count
      last = uv;
    }
    if (marks.trace.empty()) {
      EXPECT_LT(peakUv, 30) << i;
    } else {
      ++marksN;
      EXPECT_GT(peakUv, 100) << i;
      EXPECT_EQ(marks.trace.front(), block.arrival);
      EXPECT_GE(i, 20);
    }
  }
  EXPECT_GT(marksN, 10);
}

TEST(LatencyProbeTest, SeesItsMarksInThePaintedPicturesAndLeavesNothingBehind) {
  SystemClock clock;
  LatencyProbe probe(clock, 4);
  QSignalSpy finished(&probe, &LatencyProbe::finished);
  QSignalSpy progress(&probe, &LatencyProbe::progress);
  probe.start();
  ASSERT_TRUE(probe.status().ok()) << probe.status().fault().what;
  ASSERT_TRUE(finished.wait(30000));
  const auto& result = probe.result();
  EXPECT_GE(result.display.observed.n, 5U);
  EXPECT_GE(result.display.stamped.n, result.display.observed.n);
  EXPECT_GE(result.patient.observed.n, 2U);
  EXPECT_EQ(result.lostFrames, 0U);
  EXPECT_GT(progress.size(), 10);
  for (const double ms : result.display.observedMs) EXPECT_GT(ms, 0);
  EXPECT_FALSE(result.audio.how.empty());
  EXPECT_FALSE(probe.running());
  EXPECT_FALSE(probe.cancelled());
  std::printf("screen: seen p50 %.1f worst %.1f, stamped p50 %.1f, apart %.1f, missed %llu; patient: seen p50 %.1f worst %.1f, "
              "stamped %.1f, apart %.1f, missed %llu\n",
              result.display.observed.p50Ms, result.display.observed.worstMs, result.display.stamped.p50Ms, result.display.apartMs,
              static_cast<unsigned long long>(result.display.missedN), result.patient.observed.p50Ms, result.patient.observed.worstMs,
              result.patient.stamped.p50Ms, result.patient.apartMs, static_cast<unsigned long long>(result.patient.missedN));
}

TEST(LatencyProbeTest, CanBeCancelledAtAnyMoment) {
  SystemClock clock;
  LatencyProbe probe(clock, 60);
  QSignalSpy finished(&probe, &LatencyProbe::finished);
  probe.start();
  QTest::qWait(300);
  probe.cancel();
  EXPECT_EQ(finished.size(), 1);
  EXPECT_TRUE(probe.cancelled());
  EXPECT_FALSE(probe.running());
  probe.cancel();
  EXPECT_EQ(finished.size(), 1);
}

}  // namespace
