#include "simulator/random.h"

namespace tonus::drivers {

namespace {
constexpr double kTailStart = 3.442619855899;
constexpr double kLayerArea = 9.91256303526217e-3;

ZigguratTables makeTables() {
  ZigguratTables t{};
  double f = std::exp(-0.5 * kTailStart * kTailStart);
  t.x[0] = kLayerArea / f;
  t.x[1] = kTailStart;
  t.x[kZigguratLayersN] = 0;
  for (std::size_t i = 2; i < kZigguratLayersN; ++i) {
    t.x[i] = std::sqrt(-2 * std::log(kLayerArea / t.x[i - 1] + f));
    f = std::exp(-0.5 * t.x[i] * t.x[i]);
  }
  for (std::size_t i = 0; i < kZigguratLayersN; ++i) t.ratio[i] = t.x[i + 1] / t.x[i];
  return t;
}

std::uint64_t splitMix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}
}  // namespace

const ZigguratTables& zigguratTables() {
  static const ZigguratTables tables = makeTables();
  return tables;
}

Random::Random(std::uint64_t seed, std::uint64_t stream) : state_{}, tables_(&zigguratTables()) {
  std::uint64_t mixed = seed;
  mixed = splitMix(mixed) ^ (stream * 0xd1342543de82ef95);
  for (std::uint64_t& s : state_) s = splitMix(mixed);
}

double Random::slowGaussian(double u, std::size_t layer) {
  while (true) {
    if (layer == 0) {
      double x = 0;
      double y = 0;
      do {
        x = std::log(1 - uniform()) / kTailStart;
        y = std::log(1 - uniform());
      } while (-2 * y < x * x);
      return u < 0 ? x - kTailStart : kTailStart - x;
    }
    const double x = u * tables_->x[layer];
    const double outer = std::exp(-0.5 * (tables_->x[layer] * tables_->x[layer] - x * x));
    const double inner = std::exp(-0.5 * (tables_->x[layer + 1] * tables_->x[layer + 1] - x * x));
    if (inner + uniform() * (outer - inner) < 1) return x;
    const std::uint64_t bits = next();
    layer = static_cast<std::size_t>(bits & (kZigguratLayersN - 1));
    u = static_cast<double>(static_cast<std::int64_t>(bits) >> 11) * 0x1p-52;
    if (std::abs(u) < tables_->ratio[layer]) return u * tables_->x[layer];
  }
}

}  // namespace tonus::drivers
