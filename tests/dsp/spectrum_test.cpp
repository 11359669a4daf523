#include "spectrum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

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

}  // namespace
}  // namespace tonus::dsp
