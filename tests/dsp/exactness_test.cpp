// What the filters and the envelope promise, against references of higher precision, over every block size and variant.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "csv_table.h"
#include "tonus/dsp/biquad.h"
#include "tonus/dsp/envelope.h"
#include "tonus/dsp/filter_bank.h"
#include "tonus/dsp/flush_to_zero.h"
#include "tonus/dsp/signal_chain.h"

namespace tonus::dsp {
namespace {

std::vector<double> noise(std::size_t n, unsigned seed, double sd = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, sd);
  std::vector<double> x(n);
  for (double& v : x) v = normal(random);
  return x;
}

ChainSettings withNotch() {
  ChainSettings s;
  s.mainsHz = 50;
  return s;
}

/// `length()` frames at a time.
template <class Length>
std::vector<double> filtered(FilterBank& bank, const std::vector<double>& x, std::size_t channels, Length length) {
  std::vector<double> y(x.size());
  for (std::size_t n = 0; n < x.size();) {
    const std::size_t take = std::min(length() * channels, x.size() - n);
    bank.process(std::span(x).subspan(n, take), std::span(y).subspan(n, take));
    n += take;
  }
  return y;
}

// One file, said three times over so that the longest blocks are whole; its first pass is the golden one.
TEST(Exactness, FiltersEqualTheGoldenFileForEveryBlockSizeFrom1To4096) {
  const auto table = test::golden("filt_2000.csv");
  const auto once = table.column("x_noise"), expected = table.column("bp4_n50_noise");
  std::vector<double> x;
  while (x.size() < 4096) x.insert(x.end(), once.begin(), once.end());
  double peak = 0;
  for (const double v : expected) peak = std::max(peak, std::abs(v));
  for (const std::string_view variant : filterVariants()) {
    FilterBank bank(designChain(withNotch(), 2000), 1, variant);
    const auto whole = filtered(bank, x, 1, [&] { return x.size(); });
    for (std::size_t n = 0; n < expected.size(); ++n)
      ASSERT_NEAR(whole[n], expected[n], 1e-11 * peak) << variant << ", frame " << n;
    for (std::size_t block = 1; block <= 4096; ++block) {
      bank.reset();
      ASSERT_EQ(filtered(bank, x, 1, [&] { return block; }), whole) << variant << ", blocks of " << block;
    }
  }
}

TEST(Exactness, AnySplitGivesTheSameBitsForEveryNumberOfChannelsAndVariant) {
  std::vector<std::size_t> counts{64, 256};
  for (std::size_t n = 1; n <= 17; ++n) counts.push_back(n);
  std::mt19937 random(2);
  for (const std::string_view variant : filterVariants())
    for (const int order : {3, 4})  // odd orders take the general form of a section
      for (const std::size_t channels : counts) {
        ChainSettings s = withNotch();
        s.bandOrder = order;
        FilterBank bank(designChain(s, 2000), channels, variant);
        const auto x = noise(channels * 300, 3, 50);
        bank.settle(std::span(x).first(channels));
        const auto whole = filtered(bank, x, channels, [] { return std::size_t{300}; });
        for (const std::size_t longest : {1u, 5u, 70u, 299u}) {
          bank.settle(std::span(x).first(channels));
          ASSERT_EQ(filtered(bank, x, channels, [&] { return 1 + random() % longest; }), whole)
              << variant << ", " << channels << " channels, blocks up to " << longest;
        }
      }
}

/// The chain in long double, from the state it would have had if x[0] had always been there.
std::vector<long double> reference(const std::vector<Biquad>& sections, const std::vector<double>& x) {
  std::vector<long double> y(x.begin(), x.end());
  long double first = y.front();
  for (const Biquad& b : sections) {
    const long double settled = first * (static_cast<long double>(b.b0) + b.b1 + b.b2) / (1.0L + b.a1 + b.a2);
    long double s1 = settled - b.b0 * first, s2 = b.b2 * first - b.a2 * settled;
    first = settled;
    for (long double& v : y) {
      const long double in = v;
      v = b.b0 * in + s1;
      s1 = b.b1 * in - b.a1 * v + s2;
      s2 = b.b2 * in - b.a2 * v;
    }
  }
  return y;
}

TEST(Exactness, EightMicrovoltsOnThreeHundredMillivoltsAreRightToAThousandthOfANanovolt) {
  auto x = noise(40000, 4, 8);
  for (double& uv : x) uv += 3e5;
  for (const bool mains : {false, true}) {
    const ChainSettings s = mains ? withNotch() : ChainSettings{};
    const auto expected = reference(designChain(s, 4000), x);
    for (const std::string_view variant : filterVariants()) {
      std::vector<double> y(x.size()), envelope(x.size());
      std::vector<core::MetricValue> metrics;
      SignalChain(s, 4000, 1, variant).process({0}, x, y, envelope, metrics);
      long double worst = 0;
      for (std::size_t n = 0; n < y.size(); ++n) worst = std::max(worst, std::abs(y[n] - expected[n]));
      EXPECT_LT(worst, 1e-6L) << variant;  // µV
      EXPECT_GT(*std::max_element(y.begin(), y.end()), 5);
    }
  }
}

TEST(Exactness, EveryStateIsExactlyZeroAfterAnImpulseAnd400000Zeros) {
  const std::pair<double, std::size_t> streams[] = {{250, 3}, {1000, 1}, {2000, 8}, {4000, 2}};
  for (const std::string_view variant : filterVariants())
    for (const auto& [rate, channels] : streams) {
      FilterBank bank(designChain(withNotch(), rate), channels, variant);
      std::vector<double> x(channels * 1000, 0.0);
      std::fill_n(x.begin(), channels, 1e4);
      const FlushToZero guard;
      bank.process(x, x);
      EXPECT_FALSE(bank.atRest());
      for (int k = 0; k < 400; ++k) {
        std::fill(x.begin(), x.end(), 0.0);
        bank.process(x, x);
      }
      EXPECT_TRUE(bank.atRest()) << variant << ", " << rate << " Hz";
    }
}

TEST(Exactness, TheEnvelopeIsTheRootMeanSquareOfItsWindowAndNothingElse) {
  constexpr std::size_t kChannels = 3, kFrames = 4000, kWindow = 137;
  auto x = noise(kChannels * kFrames, 5, 10);
  for (std::size_t n = 500; n < 520; ++n)
    for (std::size_t c = 0; c < kChannels; ++c) x[n * kChannels + c] = 3e5;  // nothing may be left of it
  Envelope envelope(kWindow, kChannels);
  std::vector<double> y(x.size());
  envelope.process(98765, x, y);
  for (std::size_t n = 0; n < kFrames; ++n)
    for (std::size_t c = 0; c < kChannels; ++c) {
      const std::size_t first = n + 1 > kWindow ? n + 1 - kWindow : 0;
      long double sum = 0;
      for (std::size_t k = first; k <= n; ++k) sum += std::pow(static_cast<long double>(x[k * kChannels + c]), 2.0L);
      const auto expected = static_cast<double>(std::sqrt(sum / static_cast<long double>(n + 1 - first)));
      ASSERT_NEAR(y[n * kChannels + c], expected, 1e-13 * expected) << n;
    }
  std::mt19937 random(6);
  for (const std::size_t longest : {1u, 9u, 136u, 137u, 138u, 1000u}) {
    Envelope split(kWindow, kChannels);
    std::vector<double> z(x.size());
    for (std::size_t n = 0; n < kFrames;) {
      const std::size_t take = std::min<std::size_t>(1 + random() % longest, kFrames - n);
      split.process(98765 + static_cast<std::int64_t>(n), std::span(x).subspan(n * kChannels, take * kChannels),
                    std::span(z).subspan(n * kChannels, take * kChannels));
      n += take;
    }
    EXPECT_EQ(z, y) << longest;
  }
}

}  // namespace
}  // namespace tonus::dsp
