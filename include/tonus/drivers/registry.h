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
#include "tonus/drivers/capabilities.h"
#include "tonus/drivers/impedance.h"
#include "tonus/drivers/rate_memory.h"

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
  Capabilities capabilities{};
};

std::span<const DriverRow> driverRegistry();
const DriverRow* findDriver(std::string_view name);

/// Plugged in, and being asked who it is, because several drivers share its USB id.
struct AskedDevice {
  std::string path;        ///< "1-2": the socket
  std::string name;        ///< "USB Serial (1a86:7523)", as USB says
  std::string waitingFor;  ///< "the board to start after its reset (2 s)"; empty = nothing that takes long
};

/// Plugged in, answered nobody, and left alone since.
struct UnknownDevice {
  struct Choice {
    std::string id;  ///< for makeSource: "openbci-cyton@usb:1-2"
    std::string model;
  };
  std::string path;
  std::string name;
  std::vector<Choice> choices;
};

/// What is connected now, the simulator first. A device that cannot be used (no permission, in use, its board is off)
/// has the reason in `faults`, and may be in `devices` too.
struct DeviceList {
  std::vector<core::DeviceInfo> devices;
  std::vector<AskedDevice> asked;
  std::vector<UnknownDevice> unknown;
  std::vector<core::Fault> faults;
};
/// Asks until everybody has answered, which takes some seconds where ids are shared: `asked` is empty.
DeviceList listDevices();

/// `id` as listed, or "simulator:SEED", "simulator:FAULT+FAULT", "DRIVER@usb:BUS-PORT"; a plugged-in one may
/// be followed by "+test" (its own test signal instead of the inputs) and "+latency=MS" (FTDI, 1 to 255).
/// `rates`: what amplifiers were found to sample at, to begin with and to learn from; null = the promised rates.
/// `waiting` is told inside open() what a device keeps us waiting for; false = open() gives up (kCancelled).
core::Result<std::unique_ptr<core::SignalSource>> makeSource(const std::string& id, core::Clock& clock,
                                                             std::shared_ptr<RateMemory> rates = nullptr, Waiting waiting = {});

/// Keeps the list of devices and calls back (from a thread of its own) whenever it changed, until destroyed: plugged,
/// pulled, has answered. A device that a program has open is not asked. Two watches would ask everybody twice: one a
/// program.
class DeviceWatch {
 public:
  explicit DeviceWatch(std::function<void()> onChange);
  ~DeviceWatch();
  DeviceWatch(const DeviceWatch&) = delete;

  /// As of now, without waiting; any thread.
  DeviceList list() const;
  /// Tries again what could not be opened; any thread.
  void lookAgain();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A recording as a source: paced by `clock` if `live`, else as fast as it is read.
std::unique_ptr<core::SignalSource> makeReplaySource(std::unique_ptr<core::Recording> recording, core::Clock& clock,
                                                     bool live);

}  // namespace tonus::drivers
