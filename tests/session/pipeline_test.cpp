// The data path as a function: bits, gaps, phases, reward, memory.
#include "tonus/session/pipeline.h"

#include <gtest/gtest.h>

#include <random>

#include "support/allocation_counter.h"
#include "support/noise_source.h"

namespace tonus::session {
namespace {

using support::noiseCount;

constexpr double kRateHz = 1000;

SessionSetup setupWith(std::vector<Phase> phases, double thresholdUv = 4) {
  SessionSetup s = defaultSetup(support::noiseFormat(2, kRateHz));
  for (auto& c : s.channels) c.rule.thresholdUv = thresholdUv;
  if (!phases.empty()) s.protocol.phases = std::move(phases);
  return s;
}

core::RawBlock noise(std::int64_t first, std::int64_t framesN, double amplitude) {
  core::RawBlock b;
  b.first = {first};
  b.framesN = static_cast<std::uint32_t>(framesN);
  b.channelsN = 2;
  for (std::int64_t n = first; n < first + framesN; ++n)
    for (std::size_t c = 0; c < 2; ++c) b.counts.push_back(noiseCount(n, c, amplitude));
  return b;
}

/// Everything a pipeline says, put end to end.
struct Output {
  std::vector<double> filtered, envelope;
  std::vector<core::FeedbackFrame> feedback;
  std::vector<core::ChannelFeedback> channels;
  std::vector<core::MetricValue> metrics;
  std::vector<core::SessionEvent> events;
  std::vector<core::QualityFrame> quality;

  void add(const core::ProcessedBlock& b) {
    filtered.insert(filtered.end(), b.filteredUv.begin(), b.filteredUv.end());
    envelope.insert(envelope.end(), b.envelopeUv.begin(), b.envelopeUv.end());
    feedback.insert(feedback.end(), b.feedback.begin(), b.feedback.end());
    channels.insert(channels.end(), b.channelFeedback.begin(), b.channelFeedback.end());
    metrics.insert(metrics.end(), b.metrics.begin(), b.metrics.end());
    events.insert(events.end(), b.events.begin(), b.events.end());
    quality.insert(quality.end(), b.quality.begin(), b.quality.end());
  }
};

void expectSame(const Output& a, const Output& b) {
  EXPECT_EQ(a.filtered, b.filtered);
  EXPECT_EQ(a.envelope, b.envelope);
  EXPECT_EQ(a.channels, b.channels);
  EXPECT_EQ(a.metrics, b.metrics);
  EXPECT_EQ(a.events, b.events);
  ASSERT_EQ(a.feedback.size(), b.feedback.size());
  for (std::size_t i = 0; i < a.feedback.size(); ++i) {
    EXPECT_EQ(a.feedback[i].at, b.feedback[i].at);
    EXPECT_EQ(a.feedback[i].level, b.feedback[i].level);
    EXPECT_EQ(a.feedback[i].rewardS, b.feedback[i].rewardS);
    EXPECT_EQ(a.feedback[i].phase->index, b.feedback[i].phase->index);
  }
  ASSERT_EQ(a.quality.size(), b.quality.size());
  for (std::size_t i = 0; i < a.quality.size(); ++i) EXPECT_EQ(a.quality[i].channels, b.quality[i].channels);
}

// A session with phases, commands and a gap, fed in pieces of the given lengths.
Output run(const std::function<std::int64_t()>& length) {
  Pipeline p(setupWith({{core::PhaseKind::kBaseline, "Baseline", "", 2, false, false},
                        {core::PhaseKind::kTrial, "Trial", "", 4, true, true},
                        {core::PhaseKind::kRest, "Rest", "", 1, false, false}}));
  constexpr std::int64_t kMarker = 1234, kThreshold = 3001, kFilter = 3456, kGapFrom = 4500, kGapTo = 4777, kEnd = 9000;
  Output out;
  std::int64_t at = 0;
  while (at < kEnd) {
    std::int64_t until = std::min(at + length(), kEnd);
    for (std::int64_t stop : {kMarker, kThreshold, kFilter, kGapFrom})
      if (at < stop) until = std::min(until, stop);
    out.add(*p.process(noise(at, until - at, 400)));
    at = until == kGapFrom ? kGapTo : until;
    Command c;
    if (until == kMarker) {
      c.kind = Command::Kind::kMarker;
      c.text = "here";
      p.apply(c);
    }
    if (until == kThreshold) {
      c.kind = Command::Kind::kThreshold;
      c.channel = 1;
      c.valueUv = 2.5;
      p.apply(c);
    }
    if (until == kFilter) {
      c.kind = Command::Kind::kFilter;
      c.chain.bandLowHz = 40;
      c.chain.mainsHz = 50;
      p.apply(c);
    }
  }
  return out;
}

TEST(Pipeline, AnySplitOfTheInputGivesTheSameBits) {
  const Output whole = run([] { return std::int64_t{256}; });
  for (std::int64_t n : {1, 7, 10, 20, 33, 100}) expectSame(whole, run([n] { return n; }));
  std::mt19937 random(5);
  for (int i = 0; i < 5; ++i) expectSame(whole, run([&] { return static_cast<std::int64_t>(1 + random() % 300); }));
}

TEST(Pipeline, PhasesFollowSampleTimeAndTheBaselineSetsTheThresholds) {
  Pipeline p(setupWith({{core::PhaseKind::kBaseline, "Baseline", "", 3, false, false},
                        {core::PhaseKind::kTrial, "Trial", "", 2, true, true}},
                       0));
  auto setup = p.setup();
  for (auto& c : setup.channels) {
    ASSERT_EQ(c.law.kind, "manual");
    c.law.kind = "baseline";
    c.law.start = 0.9;
  }
  Pipeline q(setup);
  Output out;
  for (std::int64_t at = 0; at < 6000; at += 50) out.add(*q.process(noise(at, 50, 400)));
  std::vector<core::SessionEvent> phases, thresholds;
  for (const auto& e : out.events) {
    if (e.kind == core::EventKind::kPhase) phases.push_back(e);
    if (e.kind == core::EventKind::kThreshold) thresholds.push_back(e);
  }
  ASSERT_EQ(phases.size(), 3U);
  EXPECT_EQ(phases[1].at.value, 3000);
  EXPECT_EQ(phases[2].at.value, 5000);
  ASSERT_EQ(thresholds.size(), 2U);
  for (const auto& e : thresholds) {
    const double envelope = static_cast<double>(out.channels[400 + static_cast<std::size_t>(e.channel)].envelopeUv);
    EXPECT_NEAR(e.value, 0.9 * envelope, 0.25 * envelope);
  }
}

TEST(Pipeline, AGapKeepsItsPlaceAndRestartsTheWarmUp) {
  Pipeline p(setupWith({}));
  Output out;
  for (std::int64_t at = 0; at < 3000; at += 50) out.add(*p.process(noise(at, 50, 100)));
  EXPECT_TRUE(out.feedback.back().usable);
  const auto block = p.process(noise(3500, 100, 100));
  EXPECT_EQ(block->first.value, 3500);
  EXPECT_EQ(block->lostBefore, 500U);
  ASSERT_FALSE(block->events.empty());
  EXPECT_EQ(block->events.front().kind, core::EventKind::kGap);
  EXPECT_EQ(block->events.front().at.value, 3000);
  EXPECT_EQ(block->events.front().value, 500);
  ASSERT_FALSE(block->feedback.empty());
  EXPECT_FALSE(block->feedback.front().usable);
  EXPECT_TRUE(block->feedback.front().quality.has(core::QualityReason::kLost));
}

TEST(Pipeline, PausedTimeIsRecordedButNeitherScoredNorCountedAsPhaseTime) {
  Pipeline p(setupWith({{core::PhaseKind::kTrial, "Trial", "", 3, true, true}}, 1000));
  Command pause, resume;
  pause.kind = Command::Kind::kPause;
  resume.kind = Command::Kind::kResume;
  for (std::int64_t at = 0; at < 2000; at += 50) (void)p.process(noise(at, 50, 100));
  p.apply(pause);
  core::BlockPtr last;
  for (std::int64_t at = 2000; at < 7000; at += 50) last = p.process(noise(at, 50, 100));
  EXPECT_TRUE(last->paused);
  EXPECT_TRUE(last->feedback.back().paused);
  EXPECT_FLOAT_EQ(last->feedback.back().timeLeftS, 1.0F);
  const float scored = last->feedback.back().scoredS;
  EXPECT_FALSE(p.finished());
  p.apply(resume);
  for (std::int64_t at = 7000; at < 8000; at += 50) last = p.process(noise(at, 50, 100));
  EXPECT_TRUE(p.finished());
  EXPECT_GT(last->feedback.back().scoredS, scored);
}

TEST(Pipeline, GoingOnByHandIsAnEventThatSaysSo) {
  Pipeline p(setupWith({{core::PhaseKind::kRest, "Rest", "", 0, false, false},
                        {core::PhaseKind::kTrial, "Trial", "", 1, true, true}}));
  (void)p.process(noise(0, 55, 100));
  Command next;
  next.kind = Command::Kind::kNextPhase;
  p.apply(next);
  const auto block = p.process(noise(55, 50, 100));
  const auto event = std::find_if(block->events.begin(), block->events.end(),
                                  [](const auto& e) { return e.kind == core::EventKind::kPhase; });
  ASSERT_NE(event, block->events.end());
  EXPECT_EQ(event->at.value, 55);
  EXPECT_EQ(event->value, 1);
  EXPECT_EQ(event->text, "Trial");
}

TEST(Pipeline, AnElectrodeTheDeviceCallsOffIsNeverRewarded) {
  Pipeline p(setupWith({}, 1000));
  core::BlockPtr block;
  for (std::int64_t at = 0; at < 5000; at += 20) block = p.process(noise(at, 20, 100));
  const float before = block->feedback.back().rewardS;
  EXPECT_GT(before, 1);
  core::RawBlock raw;
  for (std::int64_t at = 5000; at < 9000; at += 20) {
    raw = noise(at, 20, 0);
    raw.leadOffMask = 1;
    block = p.process(raw);
    EXPECT_LE(block->feedback.back().rewardS, before + 0.001F) << at;
  }
  EXPECT_FALSE(block->feedback.back().usable);
  EXPECT_EQ(core::describe(block->feedback.back().quality), "electrode off");
}

TEST(Pipeline, ComesToRestAtExactlyZeroAndLeavesTheFloatingPointModeAsItWas) {
  SessionSetup s = setupWith({});
  s.chain.mainsHz = 50;
  Pipeline p(s);
  volatile double tiny = 1e-300;
  core::BlockPtr last;
  for (std::int64_t at = 0; at < 400'000; at += 200) {
    core::RawBlock raw = noise(at, 200, 0);
    std::fill(raw.counts.begin(), raw.counts.end(), 0);
    if (at == 0) raw.counts[2] = 8'000'000;  // after the first frame, which the filters settle on
    last = p.process(raw);
    const double denormal = tiny * 1e-15;
    ASSERT_NE(denormal, 0.0);
  }
  EXPECT_EQ(last->filteredUv, std::vector<double>(400, 0.0));
  EXPECT_EQ(last->envelopeUv, std::vector<double>(400, 0.0));
}

TEST(Pipeline, SteadyStateAllocatesNothing) {
  Pipeline p(setupWith({}));
  std::vector<core::RawBlock> blocks;
  for (std::int64_t at = 0; at < 12000; at += 20) blocks.push_back(noise(at, 20, 100));
  for (std::size_t i = 0; i < 200; ++i) (void)p.process(blocks[i]);
  const long before = support::allocationsSoFar();
  for (std::size_t i = 200; i < blocks.size(); ++i) (void)p.process(blocks[i]);
  EXPECT_EQ(support::allocationsSoFar() - before, 0);
}

}  // namespace
}  // namespace tonus::session
