#include "transport/usb_layout.h"

#include <algorithm>
#include <memory>
#include <span>

namespace tonus::drivers::transport {

namespace {
using Config = std::unique_ptr<libusb_config_descriptor, decltype(&libusb_free_config_descriptor)>;

constexpr std::uint8_t kAbstractControl = 2;  // subclass of the communication class
constexpr std::uint8_t kClassInterface = 0x24;
constexpr std::uint8_t kUnion = 6;
constexpr std::uint16_t kMaxPacketMask = 0x07FF;

Config configOf(libusb_device* device) {
  libusb_config_descriptor* config = nullptr;
  if (libusb_get_active_config_descriptor(device, &config) != 0) config = nullptr;
  return {config, &libusb_free_config_descriptor};
}

/// First settings only: alternates of the devices here are Tonus Link's, which knows its own.
std::vector<const libusb_interface_descriptor*> interfacesOf(const libusb_config_descriptor& config) {
  std::vector<const libusb_interface_descriptor*> found;
  for (const libusb_interface& interface : std::span(config.interface, config.bNumInterfaces))
    if (interface.num_altsetting > 0) found.push_back(interface.altsetting);
  return found;
}

/// Endpoints of one transfer type; none without an IN endpoint.
std::optional<UsbLayout> endpointsOf(const libusb_interface_descriptor& interface, std::uint8_t type) {
  UsbLayout layout;
  layout.isInterrupt = type == LIBUSB_TRANSFER_TYPE_INTERRUPT;
  layout.interfaces = {interface.bInterfaceNumber};
  for (const libusb_endpoint_descriptor& e : std::span(interface.endpoint, interface.bNumEndpoints)) {
    if ((e.bmAttributes & 3) != type) continue;
    const bool isIn = (e.bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0;
    std::uint8_t& address = isIn ? layout.in : layout.out;
    if (address != 0) continue;
    address = e.bEndpointAddress;
    (isIn ? layout.inPacketBytes : layout.outPacketBytes) = e.wMaxPacketSize & kMaxPacketMask;
  }
  if (layout.in == 0 || layout.inPacketBytes == 0) return std::nullopt;
  return layout;
}

std::optional<UsbLayout> findByClass(libusb_device* device, std::uint8_t interfaceClass, std::uint8_t type) {
  const Config config = configOf(device);
  if (!config) return std::nullopt;
  for (const auto* interface : interfacesOf(*config)) {
    if (interface->bInterfaceClass != interfaceClass) continue;
    if (auto layout = endpointsOf(*interface, type)) return layout;
  }
  return std::nullopt;
}

/// The data interface that a communication interface's union descriptor names; without one, the next interface.
int dataInterfaceOf(const libusb_interface_descriptor& comm) {
  auto extra = std::span(comm.extra, static_cast<std::size_t>(std::max(comm.extra_length, 0)));
  while (extra.size() >= 2 && extra[0] >= 2 && extra[0] <= extra.size()) {
    if (extra[0] >= 5 && extra[1] == kClassInterface && extra[2] == kUnion) return extra[4];
    extra = extra.subspan(extra[0]);
  }
  return comm.bInterfaceNumber + 1;
}
}  // namespace

std::optional<UsbLayout> findVendorBulk(libusb_device* device) {
  return findByClass(device, LIBUSB_CLASS_VENDOR_SPEC, LIBUSB_TRANSFER_TYPE_BULK);
}

std::optional<UsbLayout> findHid(libusb_device* device) {
  return findByClass(device, LIBUSB_CLASS_HID, LIBUSB_TRANSFER_TYPE_INTERRUPT);
}

std::optional<UsbLayout> findCdcAcm(libusb_device* device) {
  const Config config = configOf(device);
  if (!config) return std::nullopt;
  const auto interfaces = interfacesOf(*config);
  for (const auto* comm : interfaces) {
    if (comm->bInterfaceClass != LIBUSB_CLASS_COMM || comm->bInterfaceSubClass != kAbstractControl) continue;
    for (const auto* data : interfaces) {
      if (data->bInterfaceNumber != dataInterfaceOf(*comm)) continue;
      auto layout = endpointsOf(*data, LIBUSB_TRANSFER_TYPE_BULK);
      if (!layout) continue;
      if (data != comm) layout->interfaces.insert(layout->interfaces.begin(), comm->bInterfaceNumber);
      return layout;
    }
  }
  return std::nullopt;
}

}  // namespace tonus::drivers::transport
