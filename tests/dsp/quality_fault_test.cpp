// Faults put on top of real muscle (of synthetic noise where the recordings are absent): how soon are they noticed?
#include <functional>
#include <iostream>
#include <numbers>
#include <random>

#include "real_recordings.h"

namespace tonus::dsp {
namespace {

using core::QualityReason;
using test::Signal;

Signal syntheticMuscle(double rateHz, double rmsUv, double seconds, unsigned seed) {
  Signal s;
  s.rateHz = rateHz;
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, rmsUv);
  s.counts.resize(static_cast<std::size_t>(seconds * rateHz));
  for (std::size_t n = 0; n < s.counts.size(); ++n) s.setUv(n, normal(random));
  return s;
}

std::vector<Signal> muscles() {
  std::vector<Signal> out{syntheticMuscle(250, 8, 10, 1), syntheticMuscle(2000, 8, 10, 2),
                          syntheticMuscle(4000, 100, 10, 3)};
  if (!test::haveRecordings()) return out;
  for (const auto& r : {test::bursts(), test::knee("5Nsen", 2), test::biopac(2, 0), test::thumb16()}) {
    out.push_back(test::load(r));
    out.back().counts.resize(std::min<std::size_t>(out.back().counts.size(), 12000));
  }
  return out;
}

double rmsUv(const Signal& s, std::size_t from, std::size_t to) {
  double mean = 0, sum = 0;
  for (std::size_t n = from; n < to; ++n) mean += s.uv(n) / static_cast<double>(to - from);
  for (std::size_t n = from; n < to; ++n) sum += (s.uv(n) - mean) * (s.uv(n) - mean);
  return std::sqrt(sum / static_cast<double>(to - from));
}

struct Fault {
  const char* name;
  QualityReason expected;
  /// What the amplifier delivers at t seconds after the start instead of `uv`.
  std::function<double(double uv, double t, double muscleRms, const core::ChannelFormat& f)> apply;
};

double sine(double hz, double t) { return std::sin(2 * std::numbers::pi * hz * t); }
double railUv(const core::ChannelFormat& f) { return (f.maxCount - f.offsetCounts) * f.scaleUvPerCount; }

std::vector<Fault> faults() {
  using F = core::ChannelFormat;
  return {
      {"flat", QualityReason::kFlat, [](double, double, double, const F&) { return 0.0; }},
      {"flat with a flickering count", QualityReason::kFlat,
       [](double uv, double, double, const F& f) { return uv > 0 ? 0.0 : f.scaleUvPerCount; }},
      {"gain far too high", QualityReason::kClipping,
       [](double uv, double, double rms, const F& f) { return uv * 2 * railUv(f) / rms; }},
      {"stuck at a rail", QualityReason::kElectrodeOff,
       [](double, double, double, const F& f) { return 2 * railUv(f); }},
      {"floating input, 1 mV of 50 Hz", QualityReason::kElectrodeOff,
       [](double, double t, double rms, const F&) { return std::max(1000.0, 10 * rms) * sine(50, t); }},
      {"floating input, 1 mV of 60 Hz", QualityReason::kElectrodeOff,
       [](double, double t, double rms, const F&) { return std::max(1000.0, 10 * rms) * sine(60, t); }},
      {"50 Hz hum, twice the muscle", QualityReason::kMains,
       [](double uv, double t, double rms, const F&) { return uv + (2 * rms + 5) * 1.414 * sine(50, t); }},
      {"49.5 Hz hum, twice the muscle", QualityReason::kMains,
       [](double uv, double t, double rms, const F&) { return uv + (2 * rms + 5) * 1.414 * sine(49.5, t); }},
      {"60 Hz hum with harmonics", QualityReason::kMains,
       [](double uv, double t, double rms, const F&) {
         return uv + (2 * rms + 5) * (1.2 * sine(60, t) + 0.6 * sine(120, t) + 0.4 * sine(180, t));
       }},
      {"lead swinging at 5 Hz", QualityReason::kMotion,
       [](double uv, double t, double rms, const F&) { return uv + std::max(1500.0, 5 * rms) * sine(5, t); }},
      {"tapped electrode, 20 mV", QualityReason::kMotion,
       [](double uv, double t, double, const F&) { return uv + 20000 * std::exp(-std::fmod(t, 0.4) / 0.12); }},
  };
}

TEST(QualityFaults, EveryKindIsNoticedInTimeOnEveryMuscle) {
  for (const Fault& fault : faults()) {
    double worstS = 0, bestS = 1e9;
    for (const Signal& clean : muscles()) {
      if (clean.format.scaleUvPerCount >= 1 && std::string(fault.name).find("flicker") != std::string::npos) continue;
      for (const double offset : {0.0, 0.037, 0.061}) {
        Signal s = clean;
        const auto start = static_cast<std::size_t>(std::lround((4 + offset) * s.rateHz));
        const double rms = rmsUv(clean, start, clean.counts.size());
        for (std::size_t n = start; n < s.counts.size(); ++n)
          s.setUv(n, fault.apply(clean.uv(n), static_cast<double>(n - start) / s.rateHz, rms, s.format));
        std::int64_t noticed = -1;
        for (const auto& f : test::judge(s))
          if (noticed < 0 && f.at.value > static_cast<std::int64_t>(start) && f.channels[0].has(fault.expected))
            noticed = f.at.value - static_cast<std::int64_t>(start);
        ASSERT_GE(noticed, 0) << fault.name << " never noticed, " << s.rateHz << " Hz, muscle " << rms << " uV";
        EXPECT_LE(noticed, QualityMonitor(s.stream(), 20, 450).noticeFrames())
            << fault.name << ", muscle " << rms << " uV";
        worstS = std::max(worstS, static_cast<double>(noticed) / s.rateHz);
        bestS = std::min(bestS, static_cast<double>(noticed) / s.rateHz);
      }
    }
    std::cout << "  " << fault.name << ": noticed after " << std::lround(bestS * 1000) << " to "
              << std::lround(worstS * 1000) << " ms\n";
  }
}

TEST(QualityFaults, AreForgottenWhenTheyEnd) {
  for (const Fault& fault : faults()) {
    Signal s = syntheticMuscle(1000, 10, 8, 5);
    const Signal clean = s;
    for (std::size_t n = 3000; n < 4500; ++n)
      s.setUv(n, fault.apply(clean.uv(n), static_cast<double>(n - 3000) / 1000, 10, s.format));
    for (const auto& f : test::judge(s)) {
      if (f.at.value > 3000 && f.at.value <= 5100) continue;
      EXPECT_EQ(f.channels[0].reasons & ~static_cast<unsigned>(QualityReason::kSettling), 0u)
          << fault.name << " at " << f.at.value;
    }
  }
}

}  // namespace
}  // namespace tonus::dsp
