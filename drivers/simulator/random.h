#pragma once
// Seeded random numbers that are the same on every machine: xoshiro256++ (Blackman, Vigna 2019) and a ziggurat for
// normal ones (Marsaglia, Tsang 2000; layers after Doornik 2005). The standard library leaves its distributions open.

#include <array>
#include <cmath>
#include <cstdint>

namespace tonus::drivers {

inline constexpr int kZigguratLayersN = 128;

struct ZigguratTables {
  std::array<double, kZigguratLayersN + 1> x;
  std::array<double, kZigguratLayersN> ratio;  ///< x[i + 1] / x[i]
};
const ZigguratTables& zigguratTables();

class Random {
 public:
  /// Different streams of one seed are independent.
  Random(std::uint64_t seed, std::uint64_t stream);

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate(state_[3], 45);
    return result;
  }
  /// [0, 1)
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  /// Mean 0, variance 1.
  double gaussian() {
    const std::uint64_t bits = next();
    const auto layer = static_cast<std::size_t>(bits & (kZigguratLayersN - 1));
    const double u = static_cast<double>(static_cast<std::int64_t>(bits) >> 11) * 0x1p-52;
    if (std::abs(u) < tables_->ratio[layer]) return u * tables_->x[layer];
    return slowGaussian(u, layer);
  }

 private:
  static std::uint64_t rotate(std::uint64_t v, int k) { return (v << k) | (v >> (64 - k)); }
  double slowGaussian(double u, std::size_t layer);

  std::array<std::uint64_t, 4> state_;
  const ZigguratTables* tables_;
};

}  // namespace tonus::drivers
