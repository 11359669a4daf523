#include "tonus/dsp/filter_bank.h"

#include <gtest/gtest.h>

#include <random>

#include "tonus/dsp/biquad.h"
#include "tonus/dsp/settings.h"
#include "tonus/dsp/signal_chain.h"

namespace tonus::dsp {
namespace {

std::vector<double> noise(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> x(n);
  for (double& v : x) v = normal(random);
  return x;
}

/// The definition, in long double, one channel.
std::vector<double> reference(const std::vector<Biquad>& sections, std::vector<double> x) {
  for (const Biquad& s : sections) {
    long double s1 = 0, s2 = 0;
    for (double& v : x) {
      const long double y = s.b0 * static_cast<long double>(v) + s1;
      s1 = s.b1 * static_cast<long double>(v) - s.a1 * y + s2;
      s2 = s.b2 * static_cast<long double>(v) - s.a2 * y;
      v = static_cast<double>(y);
    }
  }
  return x;
}

std::vector<double> channel(const std::vector<double>& x, std::size_t c, std::size_t channels) {
  std::vector<double> out;
  for (std::size_t i = c; i < x.size(); i += channels) out.push_back(x[i]);
  return out;
}

TEST(FilterBank, EveryVariantEqualsTheDefinitionInEveryChannelAndOrder) {
  for (const std::string_view variant : filterVariants())
    for (const int order : {1, 2, 3, 4, 5, 6, 8})
      for (const std::size_t channels : {1u, 5u, 8u, 17u}) {
        auto sections = butterworthBandPass(order, 20, 450, 2000);
        sections.push_back(notch(50, 30, 2000));
        const auto x = noise(channels * 500, 1);
        std::vector<double> y(x.size());
        FilterBank(sections, channels, variant).process(x, y);
        for (std::size_t c = 0; c < channels; ++c) {
          const auto expected = reference(sections, channel(x, c, channels)), got = channel(y, c, channels);
          for (std::size_t n = 0; n < got.size(); ++n)
            ASSERT_NEAR(got[n], expected[n], 1e-11) << variant << " order " << order << " channel " << c;
        }
      }
}

TEST(FilterBank, MayWorkInPlace) {
  const auto sections = designChain({}, 1000);
  for (const std::size_t channels : {1u, 3u, 8u, 12u}) {
    const auto x = noise(channels * 333, 2);
    std::vector<double> apart(x.size()), inPlace = x;
    FilterBank(sections, channels).process(x, apart);
    FilterBank(sections, channels).process(inPlace, inPlace);
    EXPECT_EQ(inPlace, apart);
  }
}

TEST(FilterBank, VariantsWithFusedMultiplyAddsGiveTheSameBits) {
  const auto fused = filterVariants().first(filterVariants().size() - 1);
  for (const int order : {3, 4}) {
    auto sections = butterworthBandPass(order, 20, 450, 2000);
    for (int k = 1; k <= 3; ++k) sections.push_back(notch(50 * k, 30, 2000));
    for (const std::size_t channels : {1u, 8u, 19u}) {
      const auto x = noise(channels * 700, 3);
      std::vector<double> best(x.size()), other(x.size());
      FilterBank(sections, channels).process(x, best);
      for (const std::string_view variant : fused) {
        FilterBank(sections, channels, variant).process(x, other);
        EXPECT_EQ(other, best) << variant;
      }
    }
  }
}

TEST(FilterBank, NamesTheVariantThatRuns) {
  const auto variants = filterVariants();
  ASSERT_FALSE(variants.empty());
  EXPECT_EQ(variants.back(), "baseline");
  for (const std::string_view v : variants) EXPECT_EQ(FilterBank(designChain({}, 1000), 1, v).variant(), v);
  EXPECT_EQ(FilterBank(designChain({}, 1000), 1).variant(), variants.front());
  EXPECT_EQ(FilterBank(designChain({}, 1000), 1, "of another processor").variant(), variants.front());
  EXPECT_EQ(SignalChain::kernelVariant(), variants.front());
}

}  // namespace
}  // namespace tonus::dsp
