#include "usb_devices.h"

#include <algorithm>

#include "tonus/drivers/registry.h"
#include "tonus_link/device.h"
#include "live/protocol_connection.h"
#include "tonus_link/connection.h"
#include "transport/usb_port.h"

namespace tonus::drivers {

namespace {
constexpr std::string_view kTonusLink = "tonus-link";

core::Result<core::DeviceInfo> describeTonusLink(const transport::UsbContext& context,
                                                 const transport::UsbPresence& presence) {
  const auto usb = transport::UsbDevice::open(context, presence);
  if (!usb) return usb.fault();
  const auto facts = tonus_link::readFacts(**usb);
  if (!facts) return facts.fault();
  core::DeviceInfo info;
  info.id = std::string(kTonusLink) + "@usb:" + presence.path;
  info.driver = kTonusLink;
  info.model = presence.product;
  info.serial = presence.serial;
  info.channelsN = facts->channelsN;
  info.sampleRateHz = facts->rateMilliHz / 1000.0;
  return info;
}

live::Kind kindOf(const DriverRow& row) {
  if (row.makeProtocol == nullptr) return tonus_link::linkKind();
  live::Kind kind;
  kind.driver = row.name;
  kind.model = row.model;
  kind.ids.assign(row.usbIds.begin(), row.usbIds.end());
  kind.connect = [make = row.makeProtocol](const transport::UsbContext& context, const transport::UsbPresence& presence,
                                           const core::Clock& clock) -> core::Result<std::unique_ptr<live::Connection>> {
    auto port = transport::openPort(context, presence, clock);
    if (!port) return port.fault();
    return std::unique_ptr<live::Connection>(
        std::make_unique<live::ProtocolConnection>(*std::move(port), make(presence.id), clock));
  };
  return kind;
}
}  // namespace

std::vector<core::DeviceInfo> listUsbDevices(std::vector<core::Fault>& faults) {
  const transport::UsbContext context;
  std::vector<core::DeviceInfo> devices;
  for (const auto& presence : listPresent(context, findDriver(kTonusLink)->usbIds)) {
    if (presence.fault) {
      faults.push_back(*presence.fault);
      continue;
    }
    // 1209:0001 is a test id that other projects use too.
    if (!std::string_view(presence.product).starts_with(tonus_link::kProductPrefix)) continue;
    const auto info = describeTonusLink(context, presence);
    if (info) {
      devices.push_back(*info);
    } else {
      faults.push_back(info.fault());
    }
  }
  return devices;
}

core::Result<std::unique_ptr<core::SignalSource>> makeUsbSource(const std::string& id, core::Clock& clock) {
  constexpr std::string_view kUsb = "@usb:";
  const auto at = id.find(kUsb);
  const std::string path = at == std::string::npos ? "" : id.substr(at + kUsb.size());
  const DriverRow* row = findDriver(id.substr(0, at));
  if (row == nullptr || row->usbIds.empty())
    return core::Fault{core::FaultCode::kInvalid, "\"" + id + "\" is not a USB amplifier Tonus can read.",
                       "Take one of the list of devices."};
  return std::unique_ptr<core::SignalSource>(std::make_unique<live::Source>(kindOf(*row), path, clock));
}

}  // namespace tonus::drivers
