#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <numbers>

#include "csv_table.h"
#include "tonus/dsp/biquad.h"
#include "tonus/dsp/settings.h"

namespace tonus::dsp {
namespace {

using test::CsvTable;
using test::golden;
using LongComplex = std::complex<long double>;

// In long double: at 0.1 Hz the numerator 1 - 2/z + 1/z² cancels to 1e-9 of its terms.
LongComplex response(const std::vector<Biquad>& sections, double hz, double rateHz) {
  const LongComplex d = std::polar(1.0L, -2 * std::numbers::pi_v<long double> * hz / rateHz);
  LongComplex h = 1;
  for (const Biquad& s : sections) {
    const LongComplex num = LongComplex(s.b0) + d * (LongComplex(s.b1) + d * LongComplex(s.b2));
    const LongComplex den = LongComplex(1) + d * (LongComplex(s.a1) + d * LongComplex(s.a2));
    h *= num / den;
  }
  return h;
}

std::vector<std::complex<double>> poles(const std::vector<Biquad>& sections) {
  std::vector<std::complex<double>> out;
  for (const Biquad& s : sections) {
    const auto root = std::sqrt(LongComplex(static_cast<long double>(s.a1) * s.a1 / 4 - s.a2));
    out.emplace_back(LongComplex(-s.a1 / 2) + root);
    out.emplace_back(LongComplex(-s.a1 / 2) - root);
  }
  return out;
}

void expectSameFilter(const std::vector<Biquad>& ours, const std::vector<Biquad>& theirs, double rateHz) {
  ASSERT_EQ(ours.size(), theirs.size());
  for (double hz = 0.1; hz < rateHz / 2; hz = hz < 1 ? 1.0 : (hz < 5 ? 5.0 : hz + 5)) {
    const LongComplex a = response(ours, hz, rateHz), b = response(theirs, hz, rateHz);
    EXPECT_LE(static_cast<double>(std::abs(std::abs(a) - std::abs(b))),
              1e-10 * static_cast<double>(std::abs(b)) + 1e-16)
        << hz << " Hz at " << rateHz;
  }
  auto expected = poles(theirs);
  for (const auto& p : poles(ours)) {
    const auto nearest = std::min_element(expected.begin(), expected.end(),
                                          [p](auto a, auto b) { return std::abs(a - p) < std::abs(b - p); });
    EXPECT_LT(std::abs(*nearest - p), 1e-12);
    expected.erase(nearest);
  }
}

Biquad rowAsBiquad(const CsvTable& t, std::size_t row) {
  return {t.number("b0", row), t.number("b1", row), t.number("b2", row), t.number("a1", row), t.number("a2", row)};
}

TEST(Design, BandPassEqualsTheGoldenFile) {
  const CsvTable t = golden("sos_bandpass.csv");
  std::size_t compared = 0;
  for (std::size_t row = 0; row < t.rows();) {
    const int order = static_cast<int>(t.number("order", row));
    const double rate = t.number("fs", row), low = t.number("lo", row), high = t.number("hi", row);
    std::vector<Biquad> theirs;
    for (int k = 0; k < order; ++k) theirs.push_back(rowAsBiquad(t, row++));
    expectSameFilter(butterworthBandPass(order, low, high, rate), theirs, rate);
    ++compared;
  }
  EXPECT_EQ(compared, 8u);
}

TEST(Design, NotchEqualsTheGoldenFile) {
  const CsvTable t = golden("notch.csv");
  ASSERT_GT(t.rows(), 10u);
  for (std::size_t row = 0; row < t.rows(); ++row) {
    const Biquad ours = notch(t.number("f0", row), t.number("Q", row), t.number("fs", row)),
                 theirs = rowAsBiquad(t, row);
    for (auto field : {&Biquad::b0, &Biquad::b1, &Biquad::b2, &Biquad::a1, &Biquad::a2})
      EXPECT_NEAR(ours.*field, theirs.*field, 1e-14);
  }
}

TEST(Design, EveryOrderIsStableAndHalvesPowerAtBothEdges) {
  for (int order = 1; order <= 8; ++order)
    for (double rate : {500.0, 1000.0, 8000.0}) {
      const double high = std::min(450.0, 0.45 * rate);
      const auto filter = butterworthBandPass(order, 20, high, rate);
      ASSERT_EQ(filter.size(), static_cast<std::size_t>(order));
      for (const auto& p : poles(filter)) EXPECT_LT(std::abs(p), 1.0);
      for (double edge : {20.0, high})
        EXPECT_NEAR(static_cast<double>(std::norm(response(filter, edge, rate))), 0.5, 1e-9) << order << " at " << rate;
      EXPECT_NEAR(static_cast<double>(std::norm(response(filter, 0, rate))), 0.0, 1e-30);
    }
}

TEST(Design, AChainHasTheNotchesThatLieInItsBand) {
  ChainSettings s;
  s.mainsHz = 50;
  EXPECT_EQ(designChain(s, 2000).size(), 8u);  // 4 + 50, 100, 150, 200
  EXPECT_EQ(designChain(s, 250).size(), 6u);   // 4 + 50, 100; the band ends at 112.5
  s.bandHighHz = 120;
  EXPECT_EQ(designChain(s, 2000).size(), 6u);
  s.bandPass = false;
  EXPECT_EQ(designChain(s, 2000).size(), 4u);
  EXPECT_EQ(designChain(s, 250).size(), 2u);
  s.mainsHz = 0;
  EXPECT_TRUE(designChain(s, 2000).empty());
}

TEST(Design, ABandBelowItsLowerEdgeIsLeftOutNotMade) {
  EXPECT_TRUE(designChain({}, 40).empty());
  EXPECT_EQ(describe(ChainSettings{}, 40), "no band-pass, RMS 100 ms");
}

TEST(Describe, SaysWhatIsUsedAtThisRate) {
  ChainSettings s;
  EXPECT_EQ(describe(s, 2000), "20–450 Hz order 4, RMS 100 ms");
  EXPECT_EQ(describe(s, 250), "20–112.5 Hz order 4, RMS 100 ms");
  s.mainsHz = 50;
  s.notchHarmonics = 3;
  EXPECT_EQ(describe(s, 2000), "20–450 Hz order 4, notch 50 Hz × 3 Q 30, RMS 100 ms");
  s.bandPass = false;
  EXPECT_EQ(describe(s, 250), "no band-pass, notch 50 Hz × 2 Q 30, RMS 100 ms");
}

}  // namespace
}  // namespace tonus::dsp
