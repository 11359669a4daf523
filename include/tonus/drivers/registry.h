#pragma once
// Every way signal can come in, as a table. Adding a device on a known transport = its folder and one row here.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/decoder.h"
#include "tonus/core/recording.h"
#include "tonus/core/source.h"

namespace tonus::drivers {

namespace transport {
class DeviceProtocol;
}

struct UsbId {
  std::uint16_t vendor = 0;
  std::uint16_t product = 0;

  friend bool operator==(const UsbId&, const UsbId&) = default;
};

struct DriverRow {
  std::string_view name;         ///< "tonus-link"
  std::string_view model;        ///< "Tonus Link amplifier"
  std::string_view transport;    ///< "usb bulk", "none"
  std::span<const UsbId> usbIds;
  std::uint32_t channelsN = 0;   ///< at most
  std::span<const double> sampleRatesHz;  ///< typical choices; empty = the device says
  /// Null where there is no byte stream (simulator, replay). 0 channels = as the stream says.
  std::unique_ptr<core::Decoder> (*makeDecoder)(std::uint32_t channelsN) = nullptr;
  /// Null where the device is not asked over a line of bytes (Tonus Link has control requests).
  std::unique_ptr<transport::DeviceProtocol> (*makeProtocol)(UsbId id) = nullptr;
};

std::span<const DriverRow> driverRegistry();
const DriverRow* findDriver(std::string_view name);

/// What is connected now, the simulator first. A device that cannot be opened for lack of permission is listed with
/// the reason in `faults`.
struct DeviceList {
  std::vector<core::DeviceInfo> devices;
  std::vector<core::Fault> faults;
};
DeviceList listDevices();

/// `id` as listed, or "simulator:SEED", "simulator:FAULT+FAULT", "DRIVER@usb:BUS-PORT".
core::Result<std::unique_ptr<core::SignalSource>> makeSource(const std::string& id, core::Clock& clock);

/// Calls back (from a thread of its own) whenever a device of a known driver is plugged or pulled, until destroyed.
class DeviceWatch {
 public:
  explicit DeviceWatch(std::function<void()> onChange);
  ~DeviceWatch();
  DeviceWatch(const DeviceWatch&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A recording as a source: paced by `clock` if `live`, else as fast as it is read.
std::unique_ptr<core::SignalSource> makeReplaySource(std::unique_ptr<core::Recording> recording, core::Clock& clock,
                                                     bool live);

}  // namespace tonus::drivers
