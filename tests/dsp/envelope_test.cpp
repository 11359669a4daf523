#include "tonus/dsp/envelope.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "csv_table.h"

namespace tonus::dsp {
namespace {

std::vector<double> run(const std::vector<double>& x, std::int64_t window, std::size_t channels, std::size_t block,
                        std::int64_t start = 0) {
  Envelope e(window, channels);
  std::vector<double> y(x.size());
  const std::size_t framesN = x.size() / channels;
  for (std::size_t n = 0; n < framesN; n += block) {
    const std::size_t take = std::min(block, framesN - n) * channels;
    e.process(start + static_cast<std::int64_t>(n), std::span(x).subspan(n * channels, take),
              std::span(y).subspan(n * channels, take));
  }
  return y;
}

TEST(Envelope, EqualsTheGoldenFile) {
  for (const int rate : {1000, 2000}) {
    const auto t = test::golden("rms_" + std::to_string(rate) + ".csv");
    const auto x = t.column("x_uV");
    for (const int ms : {100, 250}) {
      const auto expected = t.column("rms" + std::to_string(ms) + "ms_uV");
      const double peak = *std::max_element(expected.begin(), expected.end());
      const auto y = run(x, ms * rate / 1000, 1, 37);
      for (std::size_t n = 0; n < y.size(); ++n) ASSERT_NEAR(y[n], expected[n], 1e-12 * peak) << ms << " ms, " << n;
    }
  }
}

TEST(Envelope, AnySplitGivesTheSameBits) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  std::vector<double> x(3 * 4000);
  for (double& v : x) v = normal(random);
  const auto whole = run(x, 200, 3, 4000, 12345);
  for (std::size_t block : {1u, 7u, 64u, 199u, 200u, 201u, 1000u})
    EXPECT_EQ(run(x, 200, 3, block, 12345), whole) << block;
}

TEST(Envelope, AChannelsBitsAreItsOwnHoweverManyLieBesideIt) {
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  std::vector<double> x(11 * 1000);
  for (double& v : x) v = normal(random);
  const auto together = run(x, 90, 11, 64);
  for (std::size_t c = 0; c < 11; ++c) {
    std::vector<double> alone, expected;
    for (std::size_t i = c; i < x.size(); i += 11) {
      alone.push_back(x[i]);
      expected.push_back(together[i]);
    }
    EXPECT_EQ(run(alone, 90, 1, 1000), expected) << c;
  }
}

TEST(Envelope, RecoversFromANanAndAnInfinityAfterOneWindow) {
  std::vector<double> x(1000, 2.0);
  x[300] = std::numeric_limits<double>::quiet_NaN();
  x[500] = std::numeric_limits<double>::infinity();
  const auto y = run(x, 100, 1, 64);
  for (std::size_t n = 0; n < x.size(); ++n) {
    const bool bad = (n >= 300 && n < 400) || (n >= 500 && n < 600);
    EXPECT_EQ(std::isfinite(y[n]), !bad) << n;
    EXPECT_DOUBLE_EQ(bad ? 2.0 : y[n], 2.0) << n;
  }
}

TEST(Envelope, DoesNotDriftAfterAnHourOfArtefacts) {
  Envelope e(200, 1);
  std::vector<double> block(2000), out(2000);
  std::mt19937 random(2);
  std::uniform_real_distribution<double> artefact(-3e5, 3e5);
  std::int64_t at = 0;
  for (int second = 0; second < 3600; ++second, at += 2000) {
    for (double& v : block) v = artefact(random);
    e.process(at, block, out);
  }
  for (std::size_t n = 0; n < block.size(); ++n) block[n] = n % 2 == 0 ? 3.0 : -3.0;
  e.process(at, block, out);
  EXPECT_NEAR(out[1999], 3.0, 1e-14);
  EXPECT_NEAR(out[200], 3.0, 1e-14);  // the first window without any of them
}

}  // namespace
}  // namespace tonus::dsp
