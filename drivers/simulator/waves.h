#pragma once
// What disturbs a channel, as µV to add: each a generator that runs only while its fault lasts.

#include <memory>
#include <span>

#include "simulator/random.h"
#include "tonus/drivers/simulator.h"

namespace tonus::drivers {

class Wave {
 public:
  virtual ~Wave() = default;
  /// The next out.size() samples, µV, without allocation.
  virtual void fill(std::span<double> out) = 0;
};

/// Null for the kinds that are not a wave (flat, clipping, loss, drift, vanish). `amount` 0 = the kind's default.
std::unique_ptr<Wave> makeWave(const SimulatedFault& fault, double sampleRateHz, Random random);

}  // namespace tonus::drivers
