#include "tonus/analysis/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "support/noise_source.h"

namespace tonus::analysis {
namespace {

using Shape = KnownSignal::Shape;
constexpr double kRateHz = 1000;
constexpr double kUvPerCount = 1.25;
constexpr core::ChannelFormat kChannel{"a", 1, 512, -8192, 8191, false};

double wave(Shape shape, double peakToPeakUv, double hz, double t) {
  const double sine = std::sin(2 * std::numbers::pi * hz * t + 0.3);
  return peakToPeakUv / 2 * (shape == Shape::kSine ? sine : sine >= 0 ? 1 : -1);
}

/// What an amplifier of kUvPerCount makes of `uv(t)` on its offset, two channels of it; the second is the wanted one.
core::Result<Calibration> measure(const KnownSignal& known, const std::function<double(double)>& uv) {
  CalibrationRun run(kChannel, kRateHz, known);
  for (std::int64_t n = 0; !run.complete(); n += 7) {
    std::vector<std::int32_t> counts;
    for (std::int64_t i = n; i < n + 7; ++i) {
      counts.push_back(99);
      counts.push_back(static_cast<std::int32_t>(std::lround(uv(static_cast<double>(i) / kRateHz) / kUvPerCount)) + 512);
    }
    run.add(counts, 2, 1);
  }
  return run.result();
}

TEST(Calibration, FindsMicrovoltsPerCountOfASineAndOfASquareWave) {
  for (const Shape shape : {Shape::kSine, Shape::kSquare}) {
    const KnownSignal known{shape, 1000, 20};
    const auto got = measure(known, [&](double t) { return wave(shape, 1000, 20, t); });
    ASSERT_TRUE(got.ok()) << got.fault().what;
    EXPECT_NEAR(got->uvPerCount, kUvPerCount, 0.005 * kUvPerCount);
    EXPECT_LT(got->spread, 0.005);
    EXPECT_NEAR(got->hz, 20, 0.01);
  }
}

TEST(Calibration, FindsTheWaveWhereTheGeneratorsFrequencyIsNotQuiteThatTold) {
  const auto got = measure({Shape::kSine, 1000, 100}, [](double t) { return wave(Shape::kSine, 1000, 103.3, t); });
  ASSERT_TRUE(got.ok()) << got.fault().what;
  EXPECT_NEAR(got->hz, 103.3, 0.01);
  EXPECT_NEAR(got->uvPerCount, kUvPerCount, 0.005 * kUvPerCount);
}

TEST(Calibration, HumNoiseAndDriftBesideItDoNotAddToIt) {
  const auto got = measure({Shape::kSine, 1000, 20}, [](double t) {
    const auto n = static_cast<std::int64_t>(t * kRateHz);
    return wave(Shape::kSine, 1000, 20, t) + wave(Shape::kSine, 150, 50, t) + support::noiseCount(n, 0, 20) + 3 * t;
  });
  ASSERT_TRUE(got.ok()) << got.fault().what;
  EXPECT_NEAR(got->uvPerCount, kUvPerCount, 0.01 * kUvPerCount);
}

TEST(Calibration, IsRefusedWhereTheSignalIsNotThere) {
  const KnownSignal known{Shape::kSine, 1000, 20};
  const auto noise = [](double t) { return support::noiseCount(static_cast<std::int64_t>(t * kRateHz), 0, 300) * 1.0; };
  for (const auto& uv : {std::function<double(double)>(noise), std::function<double(double)>([](double) { return 0; }),
                         std::function<double(double)>([](double t) { return wave(Shape::kSine, 1000, 50, t); })}) {
    const auto got = measure(known, uv);
    ASSERT_FALSE(got.ok());
    EXPECT_NE(got.fault().what.find("not there"), std::string::npos) << got.fault().what;
  }
}

TEST(Calibration, IsRefusedWhereTheSecondsDiffer) {
  const auto got = measure({Shape::kSine, 1000, 20}, [](double t) { return (1 - 0.01 * t) * wave(Shape::kSine, 1000, 20, t); });
  ASSERT_FALSE(got.ok());
  EXPECT_NE(got.fault().what.find("not steady"), std::string::npos) << got.fault().what;
  EXPECT_TRUE(measure({Shape::kSine, 1000, 20}, [](double t) {
                return (1 - 0.004 * t) * wave(Shape::kSine, 1000, 20, t);
              }).ok());
}

TEST(Calibration, IsRefusedWhereTheShapeIsAnother) {
  const auto square = [](double t) { return wave(Shape::kSquare, 1000, 20, t); };
  const auto sine = [](double t) { return wave(Shape::kSine, 1000, 20, t); };
  EXPECT_FALSE(measure({Shape::kSine, 1000, 20}, square).ok());
  EXPECT_FALSE(measure({Shape::kSquare, 1000, 20}, sine).ok());
}

TEST(Calibration, IsRefusedWhereItIsClippedOrTooSmall) {
  const auto large = measure({Shape::kSine, 1000, 20}, [](double t) { return wave(Shape::kSine, 20000, 20, t) + 1000; });
  ASSERT_FALSE(large.ok());
  EXPECT_NE(large.fault().what.find("too large"), std::string::npos);
  const auto small = measure({Shape::kSine, 8, 20}, [](double t) { return wave(Shape::kSine, 8, 20, t); });
  ASSERT_FALSE(small.ok());
  EXPECT_NE(small.fault().what.find("too small"), std::string::npos) << small.fault().what;
}

TEST(Calibration, AWaveThisRateCannotCarryIsRefusedBeforehand) {
  EXPECT_FALSE(CalibrationRun(kChannel, 250, {Shape::kSine, 1000, 120}).possible().ok());
  EXPECT_FALSE(CalibrationRun(kChannel, 250, {Shape::kSine, 1000, 0.5}).possible().ok());
  EXPECT_FALSE(CalibrationRun(kChannel, 250, {Shape::kSine, 0, 20}).possible().ok());
  EXPECT_TRUE(CalibrationRun(kChannel, 250, {Shape::kSine, 1000, 20}).possible().ok());
}

TEST(Calibration, AGapBeginsItAnew) {
  CalibrationRun run(kChannel, kRateHz, {});
  run.add(std::vector<std::int32_t>(9000), 1, 0);
  EXPECT_DOUBLE_EQ(run.progress(), 0.9);
  run.interrupt();
  EXPECT_EQ(run.progress(), 0);
  EXPECT_FALSE(run.result().ok());
}

TEST(Calibration, SizesMayBeToldAsRmsToo) {
  EXPECT_NEAR(peakToPeakOf(Shape::kSine, 100), 282.84, 0.01);
  EXPECT_EQ(peakToPeakOf(Shape::kSquare, 100), 200);
}

}  // namespace
}  // namespace tonus::analysis
