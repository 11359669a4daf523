#pragma once
// What the user measured of amplifiers whose maker publishes no gain: kept with the store, used wherever one of them is
// opened, and written into every session through its format.

#include <string>
#include <vector>

#include "tonus/core/source.h"
#include "tonus/store/store.h"

namespace tonus::app {

/// One channel of one amplifier.
struct KeptCalibration {
  std::string device;          ///< calibratedDevice()
  std::uint32_t channel = 0;   ///< from 0
  std::int32_t minCount = 0;   ///< of the converter it was measured with: another range is another gain
  std::int32_t maxCount = 0;
  double uvPerCount = 0;
  std::string on;              ///< "2026-11-23"
  std::string signal;          ///< for people: "sine, 1000 µV peak to peak, 20 Hz"
  double countsRms = 0;
  double spread = 0;

  friend bool operator==(const KeptCalibration&, const KeptCalibration&) = default;
};

/// Its kind and serial number, else the socket it is in.
std::string calibratedDevice(const core::DeviceInfo& device);

class CalibrationBook {
 public:
  /// Empty where nothing was kept. What cannot be read is a fault and stays in the store.
  static core::Result<CalibrationBook> read(store::Store& store);
  core::Status write(store::Store& store) const;

  /// Instead of what was kept of that channel.
  void keep(KeptCalibration calibration);
  void forget(const std::string& device, std::uint32_t channel);
  /// Channels without published µV get those measured. Returns the day of each channel's calibration, empty = none.
  std::vector<std::string> apply(const core::DeviceInfo& device, core::StreamFormat& format) const;

  const std::vector<KeptCalibration>& all() const { return kept_; }

 private:
  std::vector<KeptCalibration> kept_;
};

}  // namespace tonus::app
