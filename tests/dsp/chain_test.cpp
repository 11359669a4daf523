#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "csv_table.h"
#include "tonus/dsp/biquad.h"
#include "tonus/dsp/metric.h"
#include "tonus/dsp/signal_chain.h"
#include "tonus/dsp/spectrum.h"

namespace tonus::dsp {
namespace {

struct Output {
  std::vector<double> filtered, envelope;
  std::vector<core::MetricValue> metrics;

  friend bool operator==(const Output&, const Output&) = default;
};

/// `blocks` is walked round and round: the lengths of the blocks.
Output run(SignalChain& chain, const std::vector<double>& x, std::size_t channels,
           const std::vector<std::size_t>& blocks, std::int64_t start = 0) {
  Output out{std::vector<double>(x.size()), std::vector<double>(x.size()), {}};
  const std::size_t framesN = x.size() / channels;
  std::size_t k = 0;
  for (std::size_t n = 0; n < framesN; ++k) {
    const std::size_t take = std::min(blocks[k % blocks.size()], framesN - n);
    chain.process({start + static_cast<std::int64_t>(n)}, std::span(x).subspan(n * channels, take * channels),
                  std::span(out.filtered).subspan(n * channels, take * channels),
                  std::span(out.envelope).subspan(n * channels, take * channels), out.metrics);
    n += take;
  }
  return out;
}

Output run(const ChainSettings& s, double rate, const std::vector<double>& x, std::size_t channels,
           const std::vector<std::size_t>& blocks, std::int64_t start = 0) {
  SignalChain chain(s, rate, channels);
  return run(chain, x, channels, blocks, start);
}

std::vector<double> noise(std::size_t n, unsigned seed, double sd = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, sd);
  std::vector<double> x(n);
  for (double& v : x) v = normal(random);
  return x;
}

double peak(const std::vector<double>& v) {
  double p = 0;
  for (double x : v) p = std::max(p, std::abs(x));
  return p;
}

const std::vector<std::size_t>& blockSizes() {
  static const std::vector<std::size_t> sizes = [] {
    std::vector<std::size_t> v;
    for (std::size_t n = 1; n <= 64; ++n) v.push_back(n);
    v.insert(v.end(), {100, 257, 1000, 4096});
    return v;
  }();
  return sizes;
}

ChainSettings goldenSettings(const std::string& chain) {
  ChainSettings s;
  s.startSettled = false;
  s.bandOrder = chain == "bp2" ? 2 : 4;
  s.mainsHz = chain == "bp4_n50" ? 50 : (chain == "bp4_n60" ? 60 : 0);
  return s;
}

// The 250 Hz golden band ends at 100 Hz, and so do its notches.
ChainSettings atRate(ChainSettings s, int rate) {
  if (rate == 250) s.bandHighHz = 100;
  return s;
}

TEST(SignalChain, EqualsTheGoldenFilesWhateverTheBlockSize) {
  for (const int rate : {250, 1000, 2000, 4000}) {
    const auto t = test::golden("filt_" + std::to_string(rate) + ".csv");
    for (const std::string chain : {"bp2", "bp4", "bp4_n50", "bp4_n60"})
      for (const std::string input : {"impulse", "chirp", "noise"}) {
        const auto x = t.column("x_" + input), expected = t.column(chain + "_" + input);
        const ChainSettings s = atRate(goldenSettings(chain), rate);
        const Output whole = run(s, rate, x, 1, {x.size()});
        for (std::size_t n = 0; n < x.size(); ++n)
          ASSERT_NEAR(whole.filtered[n], expected[n], 1e-11 * peak(expected))
              << rate << " " << chain << " " << input << " " << n;
        for (const std::size_t block : blockSizes()) ASSERT_EQ(run(s, rate, x, 1, {block}), whole) << block;
      }
  }
}

TEST(SignalChain, EveryChannelOfATileEqualsTheGoldenFile) {
  const auto t = test::golden("filt_2000.csv");
  const auto x = t.column("x_noise"), expected = t.column("bp4_n50_noise");
  for (const std::size_t channels : {2u, 7u, 8u, 9u, 16u, 19u}) {
    std::vector<double> wide;
    for (double v : x)
      for (std::size_t c = 0; c < channels; ++c) wide.push_back(v * static_cast<double>(c + 1));
    const Output out = run(goldenSettings("bp4_n50"), 2000, wide, channels, {33});
    for (std::size_t n = 0; n < x.size(); ++n)
      for (std::size_t c = 0; c < channels; ++c)
        ASSERT_NEAR(out.filtered[n * channels + c], expected[n] * static_cast<double>(c + 1),
                    1e-11 * peak(expected) * static_cast<double>(c + 1));
  }
}

TEST(SignalChain, AnySplitGivesTheSameBitsInEverything) {
  ChainSettings s;
  s.mainsHz = 50;
  for (const std::size_t channels : {1u, 3u, 8u, 11u})
    for (const int order : {3, 4}) {
      s.bandOrder = order;
      const auto x = noise(channels * 5000, 3, 50);
      const Output whole = run(s, 1000, x, channels, {5000}, 777);
      ASSERT_FALSE(whole.metrics.empty());
      for (const std::size_t block : blockSizes()) {
        if (block < 8 && channels > 3) continue;  // time
        ASSERT_EQ(run(s, 1000, x, channels, {block}, 777), whole) << block;
      }
      ASSERT_EQ(run(s, 1000, x, channels, {1, 31, 32, 33, 5, 256, 2}, 777), whole);
    }
}

TEST(SignalChain, FindsEightMicrovoltsOnThreeHundredMillivolts) {
  ChainSettings s;
  const auto muscle = noise(8 * 20000, 4, 8);
  auto offset = muscle;
  for (std::size_t i = 0; i < offset.size(); ++i) offset[i] += 3e5;
  const auto a = run(s, 4000, muscle, 8, {64}).filtered, b = run(s, 4000, offset, 8, {64}).filtered;
  double worstUv = 0;
  for (std::size_t i = 0; i < a.size(); ++i) worstUv = std::max(worstUv, std::abs(a[i] - b[i]));
  // Adding 3e5 rounds the input itself by up to 2.9e-11 µV; 1e-6 µV = 1e-3 nV.
  EXPECT_LT(worstUv, 1e-6);
}

TEST(SignalChain, StartsSettledOnTheElectrodesOffset) {
  const std::vector<double> x(4 * 1000, -2.5e5);
  EXPECT_LT(peak(run(ChainSettings{}, 1000, x, 4, {50}).filtered), 1e-6);
  ChainSettings fromZero;
  fromZero.startSettled = false;
  EXPECT_GT(peak(run(fromZero, 1000, x, 4, {50}).filtered), 1e5);
}

TEST(SignalChain, ComesToRestAtExactlyZero) {
  ChainSettings s;
  s.mainsHz = 50;
  s.startSettled = false;
  SignalChain chain(s, 2000, 8);
  std::vector<double> x(8 * 1000, 0.0);
  std::fill_n(x.begin(), 8, 1e4);
  std::vector<double> last;
  for (int k = 0; k < 401; ++k) {
    last = run(chain, x, 8, {1000}, k * 1000).filtered;
    std::fill_n(x.begin(), 8, 0.0);
  }
  EXPECT_EQ(last, std::vector<double>(8 * 1000, 0.0));
}

TEST(SignalChain, LeavesTheCallersFloatingPointModeAsItWas) {
  volatile double tiny = 1e-300;
  run(ChainSettings{}, 1000, noise(1000, 5), 1, {100});
  const double denormal = tiny * 1e-15;
  EXPECT_NE(denormal, 0.0);
}

TEST(SignalChain, RecoversFromANan) {
  auto x = noise(2 * 6000, 6, 20);
  x[2 * 3000] = std::nan("");
  x[2 * 3001] = std::numeric_limits<double>::infinity();
  const Output out = run(ChainSettings{}, 1000, x, 2, {64});
  EXPECT_TRUE(std::isnan(out.filtered[2 * 3000]));
  EXPECT_TRUE(std::isnan(out.filtered[2 * 3001]));
  for (std::size_t n = 3101; n < 6000; ++n) ASSERT_TRUE(std::isfinite(out.envelope[2 * n])) << n;
  for (std::size_t n = 0; n < 6000; ++n)
    ASSERT_TRUE(std::isfinite(out.filtered[2 * n + 1]) && std::isfinite(out.envelope[2 * n + 1]));
  for (const auto& m : out.metrics) {
    EXPECT_TRUE(std::isfinite(m.value));
    EXPECT_TRUE(m.channel == 1 || m.at.value <= 3000 || m.at.value > 4001) << m.at.value;
  }
  for (std::size_t block : {1u, 100u, 4096u}) {
    const Output other = run(ChainSettings{}, 1000, x, 2, {block});
    for (std::size_t i = 0; i < x.size(); ++i)
      ASSERT_TRUE(other.filtered[i] == out.filtered[i] ||
                  (std::isnan(other.filtered[i]) && std::isnan(out.filtered[i])));
  }
}

TEST(SignalChain, AfterARestartNothingOfTheOldSignalIsLeft) {
  SignalChain used(ChainSettings{}, 1000, 3);
  run(used, noise(3 * 2500, 7, 5000), 3, {64});
  used.restart();
  const auto x = noise(3 * 3000, 8, 20);
  EXPECT_EQ(run(used, x, 3, {64}, 9001), run(ChainSettings{}, 1000, x, 3, {64}, 9001));
}

TEST(SignalChain, WarmUpIsLongEnoughToBelieve) {
  for (const double mains : {0.0, 50.0})
    for (const double rate : {250.0, 1000.0, 2000.0}) {
      ChainSettings s;
      s.mainsHz = mains;
      SignalChain chain(s, rate, 1);
      const auto warm = static_cast<std::size_t>(chain.warmUpFrames());
      EXPECT_GT(static_cast<double>(warm), 0.1 * rate);
      EXPECT_LT(static_cast<double>(warm), (mains > 0 ? 1.0 : 0.4) * rate);
      // A slope of 1 mV/s on an offset, as an electrode settles: the band must be silent after the warm-up.
      std::vector<double> x(static_cast<std::size_t>(2 * rate));
      for (std::size_t n = 0; n < x.size(); ++n) x[n] = 1e5 + 1e3 * static_cast<double>(n) / rate;
      const auto y = run(chain, x, 1, {32});
      for (std::size_t n = warm; n < x.size(); ++n) ASSERT_LT(y.envelope[n], 0.1) << n;
    }
}

TEST(SignalChain, WithoutFiltersTheSignalPassesUntouched) {
  ChainSettings s;
  s.bandPass = false;
  const auto x = noise(5 * 300, 9);
  EXPECT_EQ(run(s, 1000, x, 5, {64}).filtered, x);
}

TEST(Metrics, StandInTheRegistryInAFixedOrder) {
  const auto rows = metricRegistry();
  ASSERT_GE(rows.size(), 2u);
  EXPECT_EQ(rows[0].info.id, "mdf");
  EXPECT_EQ(rows[0].info.csvSuffix, "mdf_hz");
  EXPECT_EQ(rows[1].info.id, "mnf");
}

TEST(Metrics, ComeEveryQuarterSecondOnceAWindowIsFull) {
  const Output out = run(ChainSettings{}, 1000, noise(2 * 3000, 10), 2, {64}, 130);
  std::vector<std::int64_t> times;
  for (const auto& m : out.metrics)
    if (m.metric == 0 && m.channel == 1) times.push_back(m.at.value);
  EXPECT_EQ(times, (std::vector<std::int64_t>{1250, 1500, 1750, 2000, 2250, 2500, 2750, 3000}));
  EXPECT_EQ(out.metrics.size(), 4 * times.size());
}

TEST(Metrics, AnySplitGivesTheSameAtAnyRate) {
  for (const double rate : {60.0, 250.0, 505.0}) {
    const auto x = noise(2 * 2500, 12, 20);
    const auto whole = run(ChainSettings{}, rate, x, 2, {2500}, 33).metrics;
    ASSERT_FALSE(whole.empty());
    for (const std::size_t block : {1u, 3u, 62u, 63u, 999u})
      ASSERT_EQ(run(ChainSettings{}, rate, x, 2, {block}, 33).metrics, whole) << rate << " Hz, " << block;
  }
}

TEST(Metrics, AreThoseOfTheSpectrumOfTheLastSecondAtAnyRate) {
  for (const double rate : {250.0, 505.0, 990.5, 2000.0}) {
    const auto window = static_cast<std::size_t>(std::llround(rate));
    const std::int64_t start = 77;
    const Output out = run(ChainSettings{}, rate, noise(3 * 4 * window, 11, 20), 3, {1, 13, 600}, start);
    Spectrum spectrum(window, rate);
    const double high = rate > 900 ? 450 : 0.45 * rate;
    ASSERT_GE(out.metrics.size(), 2 * 3 * 11u) << rate;
    for (const auto& m : out.metrics) {
      const std::size_t first = static_cast<std::size_t>(m.at.value - start) - window;
      const auto psd = spectrum.compute(&out.filtered[first * 3 + m.channel], 3);
      const auto rule = m.metric == 0 ? medianFrequencyHz(psd, spectrum.binHz(), 20, high)
                                      : meanFrequencyHz(psd, spectrum.binHz(), 20, high);
      ASSERT_EQ(m.value, rule) << rate << " Hz, at " << m.at.value;
    }
  }
}

TEST(Metrics, FindTheFrequencyOfASine) {
  std::vector<double> x(4000);
  for (std::size_t n = 0; n < x.size(); ++n)
    x[n] = 10 * std::sin(2 * std::numbers::pi * 120 * static_cast<double>(n) / 1000);
  for (const auto& m : run(ChainSettings{}, 1000, x, 1, {64}).metrics)
    if (m.at.value > 1500) {
      // One line under a Hann window fills three bins; the shown rule places its middle half a bin low.
      EXPECT_NEAR(m.value, m.metric == 0 ? 119.5 : 120.0, 0.01);
    }
}

}  // namespace
}  // namespace tonus::dsp
