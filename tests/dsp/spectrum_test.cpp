#include "tonus/dsp/spectrum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "csv_table.h"

namespace tonus::dsp {
namespace {

using test::golden;

TEST(Spectrum, WelchEqualsTheGoldenFiles) {
  const auto cases = golden("spectra.csv");
  ASSERT_EQ(cases.rows(), 3u);
  for (std::size_t k = 0; k < cases.rows(); ++k) {
    ASSERT_EQ(cases.text("window", k), "hann");
    const auto x = golden("emg" + std::to_string(k) + ".csv").column("x_uV");
    const auto table = golden("psd" + std::to_string(k) + ".csv");
    const auto expected = table.column("welch_uV2_per_hz");
    const auto psd = welch(x, static_cast<std::size_t>(cases.number("nperseg", k)), cases.number("fs", k));
    ASSERT_EQ(psd.size(), expected.size());
    const double peak = *std::max_element(expected.begin(), expected.end());
    for (std::size_t i = 0; i < psd.size(); ++i) ASSERT_NEAR(psd[i], expected[i], 1e-10 * peak) << i;
  }
}

TEST(Spectrum, MedianAndMeanFrequencyEqualTheGoldenFiles) {
  const auto cases = golden("spectra.csv");
  for (std::size_t k = 0; k < cases.rows(); ++k) {
    const double rate = cases.number("fs", k);
    const auto x = golden("emg" + std::to_string(k) + ".csv").column("x_uV");
    const auto segment = static_cast<std::size_t>(cases.number("nperseg", k));
    const auto long_ = welch(x, segment, rate);
    const double bin = rate / static_cast<double>(segment);
    EXPECT_NEAR(*medianFrequencyHz(long_, bin, 0, rate, MedianRule::kTrapezoid), cases.number("mdf_welch_interp", k),
                1e-6);
    EXPECT_EQ(*medianFrequencyHz(long_, bin, 0, rate, MedianRule::kWholeBin), cases.number("mdf_welch_bin", k));
    EXPECT_NEAR(*meanFrequencyHz(long_, bin, 0, rate), cases.number("mnf_welch", k), 1e-6);
    Spectrum one(1024, rate);
    const auto psd = one.compute(x.data());
    EXPECT_NEAR(*medianFrequencyHz(psd, one.binHz(), 0, rate, MedianRule::kTrapezoid),
                cases.number("mdf_1024_interp", k), 1e-6);
    EXPECT_EQ(*medianFrequencyHz(psd, one.binHz(), 0, rate, MedianRule::kWholeBin), cases.number("mdf_1024_bin", k));
    EXPECT_NEAR(*meanFrequencyHz(psd, one.binHz(), 0, rate), cases.number("mnf_1024", k), 1e-6);
  }
}

TEST(Spectrum, TheShownRuleIsLinearInsideABin) {
  // Bins at 0, 10, … 50 Hz; band 20–40: powers 1, 2, 1. Half of 4 is reached half-way through the bin that ends at 30.
  const std::vector<double> psd{9, 9, 1, 2, 1, 9};
  EXPECT_DOUBLE_EQ(*medianFrequencyHz(psd, 10, 20, 40), 25);
  EXPECT_DOUBLE_EQ(*meanFrequencyHz(psd, 10, 20, 40), 30);
}

TEST(Spectrum, NoPowerOrANanGivesNoFrequency) {
  const std::vector<double> nothing(10, 0.0), nan(10, std::nan(""));
  EXPECT_FALSE(medianFrequencyHz(nothing, 1, 0, 9));
  EXPECT_FALSE(meanFrequencyHz(nan, 1, 0, 9));
  EXPECT_FALSE(medianFrequencyHz(nan, 1, 0, 9));
  EXPECT_FALSE(medianFrequencyHz(nan, 1, 20, 30));
}

TEST(Spectrum, ASineKeepsItsPowerAtOddAndPrimeLengths) {
  for (std::size_t n : {505u, 997u, 1000u, 1999u}) {
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i)
      x[i] = 3 + 5 * std::sin(2 * std::numbers::pi * 61.0 * static_cast<double>(i) / static_cast<double>(n));
    Spectrum s(n, static_cast<double>(n));
    double power = 0;
    for (double p : s.compute(x.data())) power += p * s.binHz();
    EXPECT_NEAR(power, 12.5, 1e-9) << n;
  }
}

std::vector<double> noise(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(5, 20);
  std::vector<double> x(n);
  for (double& v : x) v = normal(random);
  return x;
}

void expectNear(std::span<const double> got, const std::vector<double>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t k = 0; k < got.size(); ++k) ASSERT_NEAR(got[k], expected[k], 1e-12 * std::abs(expected[k])) << k;
}

TEST(RunningWelch, EqualsComputingTheWholeStretchAgain) {
  constexpr std::size_t kSegment = 128, kHop = 64, kSegments = 5, kSpan = kSegment + (kSegments - 1) * kHop;
  const auto x = noise(5000, 1);
  RunningWelch running(kSegment, kHop, kSegments, 1000);
  std::size_t at = 0, segments = 0;
  while (at + kHop <= x.size()) {
    segments += running.push(x.data() + at, kHop);
    at += kHop;
    ASSERT_EQ(running.segmentsN(), std::min(segments, kSegments));
    if (segments == 0) continue;
    const std::size_t span = std::min(at, kSpan);
    expectNear(running.psd(), welch({x.data() + at - span, span}, kSegment, 1000));
  }
  EXPECT_EQ(segments, at / kHop - 1);
}

TEST(RunningWelch, AnySplitGivesTheSameBits) {
  const auto x = noise(3 * 4000, 2);
  RunningWelch whole(100, 37, 6, 500);
  whole.push(x.data() + 1, 4000, 3);
  ASSERT_EQ(whole.segmentsN(), 6u);
  std::mt19937 random(3);
  for (std::size_t longest : {1u, 2u, 36u, 37u, 38u, 100u, 1500u}) {
    RunningWelch split(100, 37, 6, 500);
    std::size_t ended = 0;
    for (std::size_t at = 0; at < 4000;) {
      const std::size_t n = std::min<std::size_t>(1 + random() % longest, 4000 - at);
      ended += split.push(x.data() + at * 3 + 1, n, 3);
      at += n;
    }
    EXPECT_EQ(ended, (4000 - 100) / 37 + 1);
    EXPECT_TRUE(std::equal(split.psd().begin(), split.psd().end(), whole.psd().begin())) << longest;
  }
}

TEST(RunningWelch, ForgetsEverythingAfterAGap) {
  const auto old = noise(3000, 4), x = noise(1000, 5);
  RunningWelch used(128, 64, 8, 1000), fresh(128, 64, 8, 1000);
  used.push(old.data(), 2900);
  used.clear();
  EXPECT_EQ(used.segmentsN(), 0u);
  EXPECT_EQ(std::count(used.psd().begin(), used.psd().end(), 0.0), 65);
  used.push(x.data(), x.size());
  fresh.push(x.data(), x.size());
  EXPECT_TRUE(std::equal(used.psd().begin(), used.psd().end(), fresh.psd().begin()));
}

TEST(RunningWelch, ANanIsGoneOnceItsSegmentsAre) {
  auto x = noise(4000, 6);
  x[1000] = std::nan("");
  RunningWelch running(128, 64, 8, 1000);
  // It lies in the segments that end at 1024 and 1088; eight later ones push the second out.
  for (std::size_t end = 64; end < 4000; end += 64) {
    running.push(x.data() + end - 64, 64);
    ASSERT_EQ(std::isnan(running.psd()[10]), end >= 1024 && end < 1600) << end;
  }
}

}  // namespace
}  // namespace tonus::dsp
