#include "usb_devices.h"

#include <algorithm>

#include "tonus/drivers/registry.h"
#include "tonus_link/device.h"
#include "tonus_link/source.h"
#include "transport/usb_bulk.h"

namespace tonus::drivers {

namespace {
constexpr std::string_view kTonusLink = "tonus-link";

core::Result<core::DeviceInfo> describeTonusLink(const transport::UsbContext& context,
                                                 const transport::UsbPresence& presence) {
  core::SystemClock clock;
  const auto usb = transport::UsbBulk::open(context, presence, std::nullopt, clock);
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
  if (id.substr(0, at) != kTonusLink)
    return core::Fault{core::FaultCode::kInvalid, "\"" + id + "\" is not a USB amplifier Tonus can read.",
                       "Take one of the list of devices."};
  return std::unique_ptr<core::SignalSource>(std::make_unique<tonus_link::Source>(path, clock));
}

}  // namespace tonus::drivers
