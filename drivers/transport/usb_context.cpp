#include "transport/usb_context.h"

#include <algorithm>
#include <array>

namespace tonus::drivers::transport {

namespace {
std::string pathOf(libusb_device* device) {
  std::array<std::uint8_t, 8> ports{};
  const int n = libusb_get_port_numbers(device, ports.data(), static_cast<int>(ports.size()));
  std::string path = std::to_string(libusb_get_bus_number(device));
  for (int i = 0; i < n; ++i) path += (i == 0 ? '-' : '.') + std::to_string(ports.at(static_cast<std::size_t>(i)));
  return path;
}

std::string readString(libusb_device_handle* handle, std::uint8_t index) {
  std::array<unsigned char, 256> text{};
  const int n = index == 0 ? 0 : libusb_get_string_descriptor_ascii(handle, index, text.data(), text.size());
  return n <= 0 ? std::string() : std::string(text.begin(), text.begin() + n);
}

void readNames(const libusb_device_descriptor& descriptor, UsbPresence& presence) {
  libusb_device_handle* handle = nullptr;
  if (const int error = libusb_open(presence.device.get(), &handle); error != 0) {
    presence.fault = usbFault(error, "Opening the amplifier at USB " + presence.path);
    return;
  }
  presence.product = readString(handle, descriptor.iProduct);
  presence.serial = readString(handle, descriptor.iSerialNumber);
  libusb_close(handle);
}

template <class Wanted>
std::vector<UsbPresence> list(const UsbContext& context, Wanted wanted) {
  std::vector<UsbPresence> found;
  if (context.get() == nullptr) return found;
  libusb_device** devices = nullptr;
  const auto n = libusb_get_device_list(context.get(), &devices);
  for (ssize_t i = 0; i < n; ++i) {
    libusb_device_descriptor descriptor{};
    if (libusb_get_device_descriptor(devices[i], &descriptor) != 0) continue;
    UsbPresence presence;
    presence.id = {descriptor.idVendor, descriptor.idProduct};
    presence.path = pathOf(devices[i]);
    if (!wanted(presence.id, presence.path)) continue;
    presence.device = {libusb_ref_device(devices[i]), libusb_unref_device};
    readNames(descriptor, presence);
    found.push_back(std::move(presence));
  }
  if (n >= 0) libusb_free_device_list(devices, 1);
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return found;
}
}  // namespace

UsbContext::UsbContext() {
  if (libusb_init(&context_) != 0) context_ = nullptr;
}

UsbContext::~UsbContext() {
  if (context_ != nullptr) libusb_exit(context_);
}

std::vector<UsbPresence> listPresent(const UsbContext& context, std::span<const UsbId> ids) {
  return list(context, [&](UsbId id, const std::string&) { return std::find(ids.begin(), ids.end(), id) != ids.end(); });
}

std::vector<UsbPresence> listAt(const UsbContext& context, const std::string& path) {
  return list(context, [&](UsbId, const std::string& its) { return its == path; });
}

core::Fault usbFault(int libusbError, const std::string& doing) {
  using core::FaultCode;
  switch (libusbError) {
    case LIBUSB_ERROR_ACCESS:
      return {FaultCode::kPermission, doing + " is not permitted to you.",
              "Run this once in Tonus' folder, then plug the device in again: sudo sh -c 'cp "
              "resources/udev/70-tonus.rules /etc/udev/rules.d/ && udevadm control --reload && udevadm trigger "
              "--subsystem-match=usb'"};
    case LIBUSB_ERROR_NO_DEVICE:
    case LIBUSB_ERROR_NOT_FOUND:
      return {FaultCode::kDeviceGone, doing + " failed: the device is not there any more.",
              "Check the cable, plug it in again."};
    case LIBUSB_ERROR_BUSY:
      return {FaultCode::kUnavailable, doing + " failed: another program is using the device.",
              "Close the other program, then try again."};
    case LIBUSB_ERROR_TIMEOUT:
      return {FaultCode::kTimeout, doing + " failed: the device did not answer in time.",
              "Unplug the device, wait two seconds, plug it in again."};
    case LIBUSB_ERROR_PIPE:
      return {FaultCode::kUnsupported, doing + " failed: the device refused.",
              "Try another sample rate or fewer channels; the device may need newer firmware."};
    default:
      return {FaultCode::kIo, doing + " failed: " + libusb_strerror(libusbError) + ".",
              "Unplug the device, plug it into a port on the computer itself, then try again."};
  }
}

}  // namespace tonus::drivers::transport
