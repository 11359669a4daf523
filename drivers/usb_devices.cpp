#include "usb_devices.h"

#include "live/protocol_connection.h"
#include "tonus/drivers/registry.h"
#include "tonus_link/connection.h"
#include "transport/usb_port.h"

namespace tonus::drivers {

namespace {
live::Kind kindOf(const DriverRow& row) {
  if (row.makeProtocol == nullptr) return tonus_link::linkKind();
  live::Kind kind;
  kind.driver = row.name;
  kind.model = row.model;
  kind.ids.assign(row.usbIds.begin(), row.usbIds.end());
  kind.connect = [make = row.makeProtocol, turn = row.capabilities.counterFrames](const transport::UsbContext& context, const transport::UsbPresence& presence,
                                           const core::Clock& clock) -> core::Result<std::unique_ptr<live::Connection>> {
    auto port = transport::openPort(context, presence, clock);
    if (!port) return port.fault();
    return std::unique_ptr<live::Connection>(
        std::make_unique<live::ProtocolConnection>(*std::move(port), make(presence.id), turn, clock));
  };
  return kind;
}
}  // namespace

core::Result<std::unique_ptr<core::SignalSource>> makeUsbSource(const std::string& id, core::Clock& clock) {
  constexpr std::string_view kUsb = "@usb:";
  const auto at = id.find(kUsb);
  const std::string path = at == std::string::npos ? "" : id.substr(at + kUsb.size());
  const DriverRow& row = *findDriver(id.substr(0, at));
  return std::unique_ptr<core::SignalSource>(std::make_unique<live::Source>(kindOf(row), path, clock));
}

}  // namespace tonus::drivers
