// Another filter while a session runs: as if it had always been there.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "support/noise_source.h"
#include "tonus/dsp/filter_bank.h"
#include "tonus/session/pipeline.h"

namespace tonus::session {
namespace {

constexpr double kRateHz = 1000;
constexpr double kUvPerCount = 0.05;

SessionSetup setupWith(const dsp::ChainSettings& chain) {
  core::StreamFormat format;
  format.sampleRateHz = kRateHz;
  for (int c = 0; c < 3; ++c) format.channels.push_back({"ch", kUvPerCount, 0, -8388608, 8388607, true});
  SessionSetup s = defaultSetup(format);
  s.chain = chain;
  for (auto& c : s.channels) c.rule.thresholdUv = 20;
  return s;
}

/// 8 µV of muscle and 3 µV of hum on an electrode's 300 mV, which drifts by 1 mV/s.
core::RawBlock electrode(std::int64_t first, std::int64_t framesN) {
  core::RawBlock b;
  b.first = {first};
  b.framesN = static_cast<std::uint32_t>(framesN);
  b.channelsN = 3;
  for (std::int64_t n = first; n < first + framesN; ++n)
    for (std::size_t c = 0; c < 3; ++c) {
      const double t = static_cast<double>(n) / kRateHz;
      const double uv = 3e5 + 1e3 * t + 4 * std::sin(2 * std::numbers::pi * 50 * t);
      b.counts.push_back(static_cast<std::int32_t>(std::lround(uv / kUvPerCount)) + support::noiseCount(n, c, 160));
    }
  return b;
}

Command to(const dsp::ChainSettings& chain) {
  Command c;
  c.kind = Command::Kind::kFilter;
  c.chain = chain;
  return c;
}

struct Output {
  std::vector<double> filtered, envelope;
  std::vector<core::MetricValue> metrics;
  std::vector<core::SessionEvent> events;
  std::vector<core::ChannelFeedback> channels;
  std::vector<bool> usable;
};

/// Frames [from, to) in blocks of 37; the output of those from `keepFrom` on.
Output feed(Pipeline& p, std::int64_t from, std::int64_t until, std::int64_t keepFrom) {
  Output out;
  for (std::int64_t at = from; at < until;) {
    const std::int64_t end = std::min(until, at < keepFrom ? std::min(at + 37, keepFrom) : at + 37);
    const auto b = p.process(electrode(at, end - at));
    if (at >= keepFrom) {
      out.filtered.insert(out.filtered.end(), b->filteredUv.begin(), b->filteredUv.end());
      out.envelope.insert(out.envelope.end(), b->envelopeUv.begin(), b->envelopeUv.end());
      out.metrics.insert(out.metrics.end(), b->metrics.begin(), b->metrics.end());
      out.channels.insert(out.channels.end(), b->channelFeedback.begin(), b->channelFeedback.end());
      for (const auto& f : b->feedback) out.usable.push_back(f.usable);
    }
    out.events.insert(out.events.end(), b->events.begin(), b->events.end());
    at = end;
  }
  return out;
}

/// The output after `at`, of a pipeline that changed there and of one that had always had `next`.
std::pair<Output, Output> changed(const dsp::ChainSettings& before, const dsp::ChainSettings& next, std::int64_t at) {
  Pipeline p(setupWith(before)), always(setupWith(next));
  (void)feed(p, 0, at, at);
  p.apply(to(next));
  return {feed(p, at, at + 3000, at), feed(always, 0, at + 3000, at)};
}

template <class T>
const T& one(const std::vector<T>& choices, std::mt19937& random) {
  return choices[random() % choices.size()];
}

dsp::ChainSettings someChain(std::mt19937& random) {
  dsp::ChainSettings s;
  s.bandPass = random() % 8 != 0;
  s.bandLowHz = one<double>({10, 20, 35}, random);
  s.bandHighHz = one<double>({200, 350, 450}, random);
  s.bandOrder = one<int>({1, 2, 3, 4, 6}, random);
  s.mainsHz = one<double>({0, 50, 60}, random);
  s.rmsWindowMs = one<double>({20, 100, 250, 1000}, random);
  return s;
}

TEST(FilterChange, GivesWhatTheFilterWouldHaveGivenHadItAlwaysBeenThere) {
  std::mt19937 random(7);
  for (int i = 0; i < 25; ++i) {
    const auto before = someChain(random), next = someChain(random);
    const std::int64_t at = 4200 + static_cast<std::int64_t>(random() % 3000);
    const auto [got, expected] = changed(before, next, at);
    ASSERT_EQ(got.filtered.size(), expected.filtered.size());
    double worst = 0, worstEnvelope = 0;
    for (std::size_t n = 0; n < got.filtered.size(); ++n) {
      worst = std::max(worst, std::abs(got.filtered[n] - expected.filtered[n]));
      worstEnvelope = std::max(worstEnvelope, std::abs(got.envelope[n] - expected.envelope[n]));
    }
    EXPECT_LT(worst, 1e-3) << dsp::describe(next, kRateHz);  // 1 nV
    EXPECT_LT(worstEnvelope, 1e-3) << dsp::describe(next, kRateHz);
    EXPECT_EQ(got.usable, expected.usable);
    ASSERT_EQ(got.metrics.size(), expected.metrics.size());
    for (std::size_t m = 0; m < got.metrics.size(); ++m) {
      EXPECT_EQ(got.metrics[m].at, expected.metrics[m].at);
      EXPECT_NEAR(got.metrics[m].value, expected.metrics[m].value, 1e-3);
    }
  }
}

TEST(FilterChange, IsExactWhileTheWholeStretchIsRemembered) {
  std::mt19937 random(8);
  for (const std::int64_t at : {1, 60, 999, 3700}) {
    const auto [got, expected] = changed(someChain(random), someChain(random), at);
    EXPECT_EQ(got.filtered, expected.filtered) << at;
    EXPECT_EQ(got.envelope, expected.envelope) << at;
    EXPECT_EQ(got.metrics, expected.metrics) << at;
    EXPECT_EQ(got.usable, expected.usable) << at;
  }
}

TEST(FilterChange, RemembersNothingFromBeforeAGap) {
  dsp::ChainSettings next;
  next.bandLowHz = 30;
  next.mainsHz = 50;
  Pipeline p(setupWith({})), always(setupWith(next));
  for (Pipeline* each : {&p, &always}) {
    (void)feed(*each, 0, 5000, 5000);
    (void)feed(*each, 5400, 6000, 6000);
  }
  p.apply(to(next));
  const Output got = feed(p, 6000, 8000, 6000), expected = feed(always, 6000, 8000, 6000);
  EXPECT_EQ(got.filtered, expected.filtered);
  EXPECT_EQ(got.envelope, expected.envelope);
  EXPECT_EQ(got.usable, expected.usable);
}

TEST(FilterChange, LeavesThresholdsAndRewardAlone) {
  dsp::ChainSettings next;
  next.bandHighHz = 440;
  Pipeline p(setupWith({})), untouched(setupWith({}));
  (void)feed(p, 0, 6000, 6000);
  (void)feed(untouched, 0, 6000, 6000);
  p.apply(to(next));
  const auto got = p.process(electrode(6000, 900)), expected = untouched.process(electrode(6000, 900));
  for (std::size_t i = 0; i < got->channelFeedback.size(); ++i)
    EXPECT_EQ(got->channelFeedback[i].thresholdUv, expected->channelFeedback[i].thresholdUv);
  ASSERT_TRUE(expected->feedback.back().inTarget);
  EXPECT_GT(expected->feedback.back().rewardS, 5);
  for (std::size_t i = 0; i < got->feedback.size(); ++i) {
    EXPECT_TRUE(got->feedback[i].usable);
    EXPECT_EQ(got->feedback[i].inTarget, expected->feedback[i].inTarget);
    EXPECT_EQ(got->feedback[i].rewardS, expected->feedback[i].rewardS);
  }
}

TEST(FilterChange, IsAnEventWithTheExactSettings) {
  std::mt19937 random(9);
  dsp::ChainSettings next = someChain(random);
  next.bandLowHz = 20 + 1.0 / 3;
  next.notchQ = 0.1 + 0.2;
  Pipeline p(setupWith({}));
  (void)feed(p, 0, 5000, 0);
  p.apply(to(next));
  p.apply(to(next));  // nothing new: nothing to tell
  const Output out = feed(p, 5000, 5100, 0);
  ASSERT_EQ(out.events.size(), 1u);
  EXPECT_EQ(out.events[0].kind, core::EventKind::kFilter);
  EXPECT_EQ(out.events[0].at.value, 5000);
  EXPECT_EQ(parseChain(out.events[0].text).value(), next);
  EXPECT_EQ(p.setup().chain, next);
  EXPECT_FALSE(parseChain("{\"band_pass\": true}").ok());
}

TEST(FilterChange, ABandThatLetsNothingThroughIsRefusedInWordsAndTheOldOneRunsOn) {
  Pipeline p(setupWith({})), untouched(setupWith({}));
  (void)feed(p, 0, 5000, 0);
  (void)feed(untouched, 0, 5000, 0);
  dsp::ChainSettings empty;
  empty.bandLowHz = 500;
  p.apply(to(empty));
  const Output out = feed(p, 5000, 5500, 5000);
  ASSERT_EQ(out.events.size(), 1u);
  EXPECT_EQ(out.events[0].kind, core::EventKind::kFault);
  EXPECT_EQ(out.events[0].text, "A band from 500 to 450 Hz lets nothing through: the filters stay as they were.");
  EXPECT_EQ(out.filtered, feed(untouched, 5000, 5500, 5000).filtered);
  EXPECT_EQ(p.setup().chain, untouched.setup().chain);
}

TEST(FilterChange, IsFoundAgainInTheRecord) {
  const SessionSetup s = setupWith({});
  dsp::ChainSettings next = s.chain;
  next.bandLowHz = 40;
  const std::vector<core::SessionEvent> events{{{10}, core::EventKind::kMarker, -1, 0, "cough"},
                                               {{65900}, core::EventKind::kFilter, -1, 0, toJson(next)}};
  const dsp::ChainCourse chains = chainsOf(s, events);
  EXPECT_EQ(chains.parts, (std::vector<dsp::ChainFrom>{{{0}, s.chain}, {{65900}, next}}));
  EXPECT_EQ(dsp::describe(chains, kRateHz), "20–450 Hz order 4, RMS 100 ms; from 1:05 on 40–450 Hz order 4, RMS 100 ms");
}

TEST(FilterChange, ABaselineThatIsBeingTakenBeginsAgain) {
  SessionSetup s = setupWith({});
  for (auto& c : s.channels) c.law = {.kind = "baseline", .start = 0.5};
  s.protocol.phases = {{core::PhaseKind::kBaseline, "Baseline", "", 8, false, false},
                       {core::PhaseKind::kTrial, "Trial", "", 9, true, true}};
  Pipeline p(s);
  (void)feed(p, 0, 3500, 0);
  dsp::ChainSettings without;
  without.bandPass = false;  // what passes now is the electrode's offset: 300 mV
  p.apply(to(without));
  const Output out = feed(p, 3500, 8100, 3500);
  int thresholds = 0;
  for (const auto& e : out.events)
    if (e.kind == core::EventKind::kThreshold) {
      ++thresholds;
      EXPECT_NEAR(e.value, 0.5 * 3.065e5, 500);  // of the second part alone
    }
  EXPECT_EQ(thresholds, 3);
}

TEST(FilterChange, AFilterThatNeedsLongerThanIsRememberedSaysThatItSettles) {
  dsp::ChainSettings narrow;
  narrow.mainsHz = 50;
  narrow.notchQ = 300;
  Pipeline p(setupWith({}));
  (void)feed(p, 0, 9000, 9000);
  p.apply(to(narrow));
  const Output out = feed(p, 9000, 13000, 9000);
  EXPECT_FALSE(out.usable.front());
  EXPECT_TRUE(out.usable.back());
}

TEST(FilterChange, KeepsTheKernelTheSessionWasBegunWith) {
  SessionSetup s = setupWith({});
  s.kernelVariant = "baseline";
  Pipeline p(s);
  (void)feed(p, 0, 1000, 0);
  dsp::ChainSettings next;
  next.bandLowHz = 30;
  p.apply(to(next));
  EXPECT_EQ(p.setup().kernelVariant, "baseline");
  const Output out = feed(p, 1000, 2000, 1000);
  s.chain = next;
  Pipeline always(s);
  EXPECT_EQ(out.filtered, feed(always, 0, 2000, 1000).filtered);
  s.kernelVariant = "of another processor";
  EXPECT_EQ(Pipeline(s).setup().kernelVariant, dsp::filterVariants().front());
}

}  // namespace
}  // namespace tonus::session
