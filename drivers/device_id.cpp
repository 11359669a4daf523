#include "device_id.h"

#include <charconv>
#include <utility>

namespace tonus::drivers {

namespace {
constexpr std::string_view kUsb = "@usb:";
constexpr std::string_view kLatency = "latency=";

core::Fault notUnderstood(std::string_view id, std::string_view part) {
  std::string what = "The part \"";
  what.append(part).append("\" of the device's name \"").append(id).append("\" is not understood.");
  return {core::FaultCode::kInvalid, std::move(what),
          "Write DRIVER@usb:BUS-PORT, then +test for the amplifier's own test signal, +latency=MS (1 to 255) for an FTDI "
          "chip."};
}

std::optional<std::uint8_t> milliseconds(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > 255) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}
}  // namespace

core::Result<DeviceId> parseDeviceId(std::string_view id) {
  DeviceId parsed;
  const std::string_view device = id.substr(0, id.find('+'));
  const auto at = device.find('@');
  parsed.driver = device.substr(0, at);
  if (at != std::string_view::npos) {
    const std::string_view place = device.substr(at);
    if (!place.starts_with(kUsb) || place.size() == kUsb.size()) return notUnderstood(id, place);
    parsed.path = place.substr(kUsb.size());
  }
  parsed.options = id.substr(device.size());
  for (std::string_view rest = parsed.options; !rest.empty();) {
    rest.remove_prefix(1);
    const std::string_view option = rest.substr(0, rest.find('+'));
    rest.remove_prefix(option.size());
    if (option == "test") {
      parsed.testSignal = true;
    } else if (option.starts_with(kLatency)) {
      parsed.latencyMs = milliseconds(option.substr(kLatency.size()));
      if (!parsed.latencyMs) return notUnderstood(id, option);
    } else {
      return notUnderstood(id, option);
    }
  }
  return parsed;
}

}  // namespace tonus::drivers
