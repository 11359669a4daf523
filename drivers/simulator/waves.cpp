#include "simulator/waves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace tonus::drivers {

namespace {

constexpr double kTurn = 2 * std::numbers::pi;

constexpr double kMainsUv = 30;
constexpr double kEcgUv = 150;
constexpr double kMotionUv = 3000;
constexpr double kOffsetMv = 250;
constexpr double kOpenMainsUv = 300, kOpenDriftUv = 2000, kOpenNoiseUv = 20;

double orDefault(double amount, double standard) { return amount != 0 ? amount : standard; }

/// 50 Hz with harmonics 2, 3 and 5; the grid's phase wanders.
class Mains final : public Wave {
 public:
  Mains(double rmsUv, double sampleRateHz, Random random) : random_(random) {
    constexpr std::array<double, 4> parts{1, 0.1, 0.35, 0.15};
    double power = 0;
    for (const double p : parts) power += p * p / 2;
    for (std::size_t i = 0; i < parts.size(); ++i) peakUv_[i] = rmsUv * parts[i] / std::sqrt(power);
    step_ = kTurn * 50 / sampleRateHz;
    wander_ = std::sqrt(kWanderRad2PerS / sampleRateHz);
    phase_ = kTurn * random_.uniform();
  }
  void fill(std::span<double> out) override {
    for (double& v : out) v = next();
  }
  double next() {
    phase_ += step_ + wander_ * random_.gaussian();
    if (phase_ > kTurn) phase_ -= kTurn;
    const std::complex<double> z1(std::cos(phase_), std::sin(phase_));
    const std::complex<double> z2 = z1 * z1;
    const std::complex<double> z3 = z2 * z1;
    return peakUv_[0] * z1.imag() + peakUv_[1] * z2.imag() + peakUv_[2] * z3.imag() + peakUv_[3] * (z2 * z3).imag();
  }

 private:
  static constexpr double kWanderRad2PerS = 0.01;
  Random random_;
  std::array<double, 4> peakUv_{};
  double step_, wander_, phase_;
};

/// Heart beats, about 72 a minute; `peakUv` is the R wave's.
class Ecg final : public Wave {
 public:
  Ecg(double peakUv, double sampleRateHz, Random random) : random_(random), rateHz_(sampleRateHz) {
    struct Bump {
      double height, atS, widthS;
    };
    constexpr std::array<Bump, 5> bumps{{{0.08, 0.09, 0.022}, {-0.12, 0.225, 0.008}, {1.0, 0.25, 0.010},
                                         {-0.22, 0.278, 0.010}, {0.18, 0.48, 0.045}}};
    beat_.resize(static_cast<std::size_t>(kBeatS * rateHz_));
    for (std::size_t i = 0; i < beat_.size(); ++i) {
      for (const Bump& b : bumps) {
        const double x = (static_cast<double>(i) / rateHz_ - b.atS) / b.widthS;
        beat_[i] += peakUv * b.height * std::exp(-x * x / 2);
      }
    }
  }
  void fill(std::span<double> out) override {
    for (double& v : out) {
      v = at_ < beat_.size() ? beat_[at_] : 0;
      if (++at_ < length_) continue;
      at_ = 0;
      length_ = static_cast<std::size_t>(rateHz_ * (60.0 / 72) * random_.between(0.93, 1.07));
    }
  }

 private:
  static constexpr double kBeatS = 0.65;
  Random random_;
  double rateHz_;
  std::vector<double> beat_;
  std::size_t at_ = 0;
  std::size_t length_ = 1;
};

/// Lurches of 0.5–8 Hz, one after another; `peakUv` is the largest there can be.
class Motion final : public Wave {
 public:
  Motion(double peakUv, double sampleRateHz, Random random) : random_(random), rateHz_(sampleRateHz), peakUv_(peakUv) {
    begin();
  }
  void fill(std::span<double> out) override {
    for (double& v : out) {
      const double part = tS_ / lengthS_;
      v = part < 1 ? heightUv_ * std::sin(kTurn * hz_ * tS_) * std::sin(std::numbers::pi * part) : 0;
      tS_ += 1 / rateHz_;
      if (tS_ > lengthS_ + pauseS_) begin();
    }
  }

 private:
  void begin() {
    tS_ = 0;
    hz_ = 0.5 * std::pow(16.0, random_.uniform());
    lengthS_ = std::max(0.4, random_.between(1, 2) / hz_);
    pauseS_ = random_.between(0, 0.2);
    heightUv_ = peakUv_ * random_.between(0.4, 1.0) * (random_.uniform() < 0.5 ? -1 : 1);
  }
  Random random_;
  double rateHz_, peakUv_;
  double tS_ = 0, hz_ = 1, lengthS_ = 1, pauseS_ = 0, heightUv_ = 0;
};

/// An input that hangs in the air: hum, drift and noise instead of the muscle.
class Floating final : public Wave {
 public:
  Floating(double sampleRateHz, Random random)
      : random_(random),
        mains_(kOpenMainsUv * random_.between(0.8, 1.2), sampleRateHz, Random(random_.next(), 1)),
        keep_(1 / (kDriftS * sampleRateHz)),
        kick_(kOpenDriftUv * std::sqrt(2 * keep_)) {}
  void fill(std::span<double> out) override {
    for (double& v : out) {
      driftUv_ += kick_ * random_.gaussian() - keep_ * driftUv_;
      v = mains_.next() + driftUv_ + kOpenNoiseUv * random_.gaussian();
    }
  }

 private:
  static constexpr double kDriftS = 2;
  Random random_;
  Mains mains_;
  double keep_, kick_;
  double driftUv_ = 0;
};

/// An electrode polarises: half a second up, and back down before the fault ends.
class Offset final : public Wave {
 public:
  Offset(double uv, double forS, double sampleRateHz) : uv_(uv), forS_(forS), rateHz_(sampleRateHz) {}
  void fill(std::span<double> out) override {
    const double rampS = forS_ > 0 ? std::min(kRampS, forS_ / 2) : kRampS;
    for (double& v : out) {
      const double tS = static_cast<double>(at_++) / rateHz_;
      const double edgeS = forS_ > 0 ? std::min(tS, forS_ - tS) : tS;
      const double part = std::clamp(edgeS / rampS, 0.0, 1.0);
      v = uv_ * (1 - std::cos(std::numbers::pi * part)) / 2;
    }
  }

 private:
  static constexpr double kRampS = 0.5;
  double uv_, forS_, rateHz_;
  std::int64_t at_ = 0;
};

}  // namespace

std::unique_ptr<Wave> makeWave(const SimulatedFault& fault, double sampleRateHz, Random random) {
  switch (fault.kind) {
    case FaultKind::kMains: return std::make_unique<Mains>(orDefault(fault.amount, kMainsUv), sampleRateHz, random);
    case FaultKind::kEcg: return std::make_unique<Ecg>(orDefault(fault.amount, kEcgUv), sampleRateHz, random);
    case FaultKind::kMotion: return std::make_unique<Motion>(orDefault(fault.amount, kMotionUv), sampleRateHz, random);
    case FaultKind::kElectrodeOff: return std::make_unique<Floating>(sampleRateHz, random);
    case FaultKind::kOffset:
      return std::make_unique<Offset>(1000 * orDefault(fault.amount, kOffsetMv), fault.forS, sampleRateHz);
    default: return nullptr;
  }
}

}  // namespace tonus::drivers
