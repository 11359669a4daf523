#include "usb_devices.h"

#include "device_id.h"
#include "live/protocol_connection.h"
#include "tonus/drivers/registry.h"
#include "tonus_link/connection.h"
#include "transport/usb_port.h"

namespace tonus::drivers {

namespace {
core::Fault cannot(const DriverRow& row, const std::string& option) {
  return {core::FaultCode::kUnsupported, "The driver " + std::string(row.name) + " has no " + option + ".",
          "Leave that option out of the device's name."};
}

live::Kind kindOf(const DriverRow& row, const DeviceId& id) {
  if (row.makeProtocol == nullptr) return tonus_link::linkKind();
  live::Kind kind;
  kind.driver = row.name;
  kind.model = row.model;
  kind.ids.assign(row.usbIds.begin(), row.usbIds.end());
  kind.options = id.options;
  kind.connect = [make = row.makeProtocol, turn = row.capabilities.counterFrames, latencyMs = id.latencyMs,
                  testSignal = id.testSignal](const transport::UsbContext& context, const transport::UsbPresence& presence,
                                              const core::Clock& clock) -> core::Result<std::unique_ptr<live::Connection>> {
    auto port = transport::openPort(context, presence, clock, latencyMs);
    if (!port) return port.fault();
    auto protocol = make(presence.id);
    if (testSignal) protocol->useTestSignal();
    return std::unique_ptr<live::Connection>(
        std::make_unique<live::ProtocolConnection>(*std::move(port), std::move(protocol), turn, clock));
  };
  return kind;
}

}  // namespace

core::Result<std::unique_ptr<core::SignalSource>> makeUsbSource(const std::string& id, core::Clock& clock,
                                                                std::shared_ptr<RateMemory> rates, Waiting waiting) {
  const auto parsed = parseDeviceId(id);
  if (!parsed) return parsed.fault();
  const DriverRow& row = *findDriver(parsed->driver);
  if (parsed->testSignal && !row.capabilities.selfTest) return cannot(row, "test signal");
  if (parsed->latencyMs && row.makeProtocol == nullptr) return cannot(row, "serial chip whose latency could be set");
  live::Kind kind = kindOf(row, *parsed);
  kind.rates = std::move(rates);
  return std::unique_ptr<core::SignalSource>(
      std::make_unique<live::Source>(std::move(kind), parsed->path, clock, std::move(waiting)));
}

bool canMeasureImpedance(const std::string& deviceId) {
  const auto parsed = parseDeviceId(deviceId);
  const DriverRow* row = parsed ? findDriver(parsed->driver) : nullptr;
  return row != nullptr && row->capabilities.impedance;
}

core::Result<std::vector<Impedance>> measureImpedance(const std::string& deviceId, core::Clock& clock, const Waiting& waiting) {
  if (!canMeasureImpedance(deviceId))
    return core::Fault{core::FaultCode::kUnavailable, "This amplifier cannot measure its electrodes.",
                       "Judge them by the signal at rest."};
  const auto parsed = parseDeviceId(deviceId);
  live::Source source(kindOf(*findDriver(parsed->driver), *parsed), parsed->path, clock, waiting);
  if (const auto format = source.open({}); !format) return format.fault();
  return source.measureImpedance();
}

}  // namespace tonus::drivers
