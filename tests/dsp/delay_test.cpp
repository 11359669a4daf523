#include "tonus/dsp/delay.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "tonus/dsp/signal_chain.h"

namespace tonus::dsp {
namespace {

/// From the beginning of noise until the chain's envelope, its power averaged over many beginnings, stands at a half
/// and at 90 % of where it settles.
EnvelopeDelay measure(const ChainSettings& s, double rateHz) {
  constexpr std::size_t kChannels = 64, kRounds = 12;
  const auto quiet = static_cast<std::size_t>((0.1 + s.rmsWindowMs / 1000) * rateHz);
  const auto loud = static_cast<std::size_t>((1.0 + s.rmsWindowMs / 1000) * rateHz);
  std::mt19937 random(1);
  std::normal_distribution<double> normal(0, 10);
  std::vector<double> power(loud, 0.0);
  std::vector<double> in((quiet + loud) * kChannels), filtered(in.size()), envelope(in.size());
  std::vector<core::MetricValue> metrics;
  for (std::size_t round = 0; round < kRounds; ++round) {
    std::generate(in.begin() + static_cast<std::ptrdiff_t>(quiet * kChannels), in.end(), [&] { return normal(random); });
    SignalChain chain(s, rateHz, kChannels);
    chain.process({0}, in, filtered, envelope, metrics);
    for (std::size_t n = 0; n < loud; ++n)
      for (std::size_t c = 0; c < kChannels; ++c) {
        const double e = envelope[(quiet + n) * kChannels + c];
        power[n] += e * e;
      }
  }
  double settled = 0;
  const std::size_t last = loud / 4;
  for (std::size_t n = loud - last; n < loud; ++n) settled += power[n] / static_cast<double>(last);
  const auto msTo = [&](double share) {
    std::size_t n = 0;
    while (power[n] < share * share * settled) ++n;
    return static_cast<double>(n + 1) * 1000 / rateHz;
  };
  return {msTo(0.5), msTo(0.9)};
}

TEST(Delay, IsThatOfARealStepThroughTheChain) {
  struct Case {
    double rateHz, low, high, mains, window;
    int order;
  };
  const Case cases[] = {{2000, 20, 450, 0, 100, 4}, {2000, 20, 450, 50, 50, 4},  {1000, 20, 450, 50, 250, 4},
                        {1000, 30, 120, 60, 100, 2}, {4000, 60, 90, 0, 20, 6}, {250, 20, 110, 50, 100, 3}};
  for (const Case& c : cases) {
    ChainSettings s;
    s.bandLowHz = c.low;
    s.bandHighHz = c.high;
    s.mainsHz = c.mains;
    s.rmsWindowMs = c.window;
    s.bandOrder = c.order;
    const EnvelopeDelay computed = envelopeDelay(s, c.rateHz);
    const EnvelopeDelay measured = measure(s, c.rateHz);
    // 768 beginnings leave some 1 % of chance in the power: some per cent of a rise that ends slowly.
    const double frame = 1000 / c.rateHz;
    EXPECT_NEAR(computed.toHalfMs, measured.toHalfMs, 0.01 * computed.toNinetyMs + frame) << describe(s, c.rateHz);
    EXPECT_NEAR(computed.toNinetyMs, measured.toNinetyMs, 0.03 * computed.toNinetyMs + frame) << describe(s, c.rateHz);
  }
}

TEST(Delay, OfAWindowAloneIsAQuarterAndFourFifthsOfIt) {
  ChainSettings s;
  s.bandPass = false;
  s.rmsWindowMs = 200;
  const EnvelopeDelay d = envelopeDelay(s, 1000);
  EXPECT_DOUBLE_EQ(d.toHalfMs, 50);
  EXPECT_DOUBLE_EQ(d.toNinetyMs, 162);
  EXPECT_DOUBLE_EQ(filterDelay(s, 1000).toNinetyMs, 1);
}

TEST(Delay, GrowsWithTheWindowAndWithNarrowerFilters) {
  ChainSettings usual, wide = usual, narrow = usual;
  wide.rmsWindowMs = 250;
  narrow.bandHighHz = 60;
  EXPECT_GT(envelopeDelay(wide, 2000).toHalfMs, envelopeDelay(usual, 2000).toHalfMs + 30);
  EXPECT_GT(filterDelay(narrow, 2000).toHalfMs, filterDelay(usual, 2000).toHalfMs + 3);
  EXPECT_GT(envelopeDelay(narrow, 2000).toHalfMs, envelopeDelay(usual, 2000).toHalfMs + 3);
}

TEST(Delay, IsSaidInWords) {
  EXPECT_EQ(describe(EnvelopeDelay{30.6, 93.2}), "+31 ms to half, +93 ms to 90 %");
  EXPECT_EQ(describe(EnvelopeDelay{std::nan(""), std::nan("")}), "nothing passes");
}

}  // namespace
}  // namespace tonus::dsp
