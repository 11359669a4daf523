#include "signals.h"

#include <random>
#include <stdexcept>

#include "tonus/drivers/simulator.h"

namespace tonus::bench {

std::vector<double> noise(std::size_t n, double rmsUv, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, rmsUv);
  std::vector<double> x(n);
  for (double& v : x) v = normal(random);
  return x;
}

dsp::ChainSettings sevenBiquadSettings() {
  dsp::ChainSettings settings;
  settings.mainsHz = 50;
  settings.notchHarmonics = 3;
  return settings;
}

std::vector<dsp::Biquad> sevenBiquads(double rateHz) { return dsp::designChain(sevenBiquadSettings(), rateHz); }

SimulatedSignal simulate(std::size_t channelsN, double seconds) {
  core::ManualClock clock;
  drivers::SimulatorConfig config;
  config.channelsN = static_cast<std::uint32_t>(channelsN);
  config.sampleRateHz = kRateHz;
  config.blockFrames = kBlockFrames;
  config.live = false;
  const auto source = drivers::makeSimulator(config, clock);
  auto format = source->open({});
  if (!format || !source->start()) throw std::runtime_error("The simulator did not start");
  SimulatedSignal out{*format, {}};
  const auto wantedN = static_cast<std::size_t>(seconds * kRateHz / kBlockFrames);
  core::RawBlock block;
  while (out.blocks.size() < wantedN) {
    const auto got = source->read(clock.now() + std::chrono::milliseconds(50), block);
    if (!got) throw std::runtime_error(got.fault().what);
    if (*got == core::ReadStatus::kBlock) out.blocks.push_back(block);
  }
  return out;
}

std::vector<std::int32_t> countsOf(const SimulatedSignal& signal) {
  std::vector<std::int32_t> counts;
  for (const core::RawBlock& b : signal.blocks) counts.insert(counts.end(), b.counts.begin(), b.counts.end());
  return counts;
}

}  // namespace tonus::bench
