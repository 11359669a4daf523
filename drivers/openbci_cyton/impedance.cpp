#include "openbci_cyton/impedance.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "openbci_cyton/packet.h"

namespace tonus::drivers::openbci_cyton {

double amplitudeAt(std::span<const double> values, double frequencyHz, double sampleRateHz) {
  const auto n = static_cast<double>(values.size());
  const double periods = n * frequencyHz / sampleRateHz;
  if (periods < 2) return 0;
  // A whole number of periods, so that sine, cosine and mean do not see each other.
  const auto used = static_cast<std::size_t>(std::floor(std::floor(periods) * sampleRateHz / frequencyHz));
  const auto part = values.first(std::min(used, values.size()));
  const double mean = std::accumulate(part.begin(), part.end(), 0.0) / static_cast<double>(part.size());
  double sine = 0, cosine = 0;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const double phase = 2 * std::numbers::pi * frequencyHz * static_cast<double>(i) / sampleRateHz;
    sine += (part[i] - mean) * std::sin(phase);
    cosine += (part[i] - mean) * std::cos(phase);
  }
  return 2 * std::hypot(sine, cosine) / static_cast<double>(part.size());
}

double kOhmFrom(std::span<const double> microvolts, double sampleRateHz, bool daisy) {
  const double passed = daisy ? std::cos(std::numbers::pi * kLeadOffHz / kPacketsPerSecond) : 1.0;
  const double volts = amplitudeAt(microvolts, kLeadOffHz, sampleRateHz) / passed * 1e-6;
  return std::max(0.0, volts / kLeadOffAmps - kSeriesOhms) / 1000;
}

}  // namespace tonus::drivers::openbci_cyton
