#pragma once
// How well electrodes touch the skin, by amplifiers that can measure it.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/result.h"

namespace tonus::drivers {

struct Impedance {
  enum class Pin { kPositive, kNegative, kBoth };
  std::uint32_t channel = 0;  ///< from 0
  Pin pin = Pin::kBoth;
  double kOhm = 0;
};

/// Told often while a device keeps us waiting: how much is done (0…1, 0 = not known) and, for people, what it waits for
/// ("channel 3 of 8"). False = stop.
using Waiting = std::function<bool(double done, const std::string& waitingFor)>;

/// Whether the device of this id can; nothing is asked of it.
bool canMeasureImpedance(const std::string& deviceId);
/// Opens the device, measures each electrode of every channel, leaves it as it is for signals, and closes it. Blocks: some
/// seconds a channel. Nothing else may have it open. kCancelled after a false of `waiting`.
core::Result<std::vector<Impedance>> measureImpedance(const std::string& deviceId, core::Clock& clock, const Waiting& waiting);

}  // namespace tonus::drivers
