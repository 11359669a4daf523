#include "transport/usb_device.h"

#include <utility>

namespace tonus::drivers::transport {

namespace {
constexpr unsigned kTimeoutMs = 1000;

core::Status statusOf(int result, const std::string& doing) {
  if (result < 0) return usbFault(result, doing);
  return {};
}

std::string numberOf(ControlSetup setup) { return "(request " + std::to_string(setup.request) + ")"; }
}  // namespace

core::Result<std::unique_ptr<UsbDevice>> UsbDevice::open(const UsbContext& context, const UsbPresence& presence) {
  libusb_device_handle* handle = nullptr;
  if (const int error = libusb_open(presence.device.get(), &handle); error != 0)
    return usbFault(error, "Opening the amplifier at USB " + presence.path);
  libusb_set_auto_detach_kernel_driver(handle, 1);  // not everywhere supported; the claim then tells
  return std::unique_ptr<UsbDevice>(new UsbDevice(context, handle, presence.path));
}

UsbDevice::UsbDevice(const UsbContext& context, libusb_device_handle* handle, std::string path)
    : context_(context), handle_(handle), path_(std::move(path)) {}

UsbDevice::~UsbDevice() {
  if (spoilt_) return;
  // All are released before the first is given back, or a kernel driver that needs two would find only one.
  for (const int number : claimed_) libusb_release_interface(handle_, number);
  libusb_close(handle_);
}

core::Status UsbDevice::claim(int interfaceNumber) {
  const int error = libusb_claim_interface(handle_, interfaceNumber);
  if (error != 0) return usbFault(error, "Opening the amplifier at USB " + path_);
  claimed_.push_back(interfaceNumber);
  return {};
}

core::Status UsbDevice::selectAlternate(int interfaceNumber, int alternate) {
  const int result = libusb_set_interface_alt_setting(handle_, interfaceNumber, alternate);
  spoilt_ = spoilt_ || result == LIBUSB_ERROR_NO_DEVICE;
  return statusOf(result, "Switching the amplifier's data channel");
}

core::Status UsbDevice::controlIn(ControlSetup setup, std::span<std::uint8_t> data) {
  const int n = libusb_control_transfer(handle_, setup.requestType, setup.request, setup.value, setup.index,
                                        data.data(), static_cast<std::uint16_t>(data.size()), kTimeoutMs);
  const std::string doing = "Asking the amplifier " + numberOf(setup);
  if (n >= 0 && static_cast<std::size_t>(n) != data.size())
    return core::Fault{core::FaultCode::kBadFormat, doing + " gave an answer of the wrong length.",
                       "The device may need newer firmware."};
  return statusOf(n, doing);
}

core::Status UsbDevice::controlOut(ControlSetup setup, std::span<const std::uint8_t> data) {
  std::vector<unsigned char> copy(data.begin(), data.end());  // libusb takes it writable
  const int n = libusb_control_transfer(handle_, setup.requestType, setup.request, setup.value, setup.index,
                                        copy.data(), static_cast<std::uint16_t>(copy.size()), kTimeoutMs);
  return statusOf(n, "Setting up the amplifier " + numberOf(setup));
}

core::Status UsbDevice::send(std::uint8_t endpoint, bool isInterrupt, std::span<const std::uint8_t> bytes) {
  std::vector<unsigned char> copy(bytes.begin(), bytes.end());
  int sentN = 0;
  const auto transfer = isInterrupt ? libusb_interrupt_transfer : libusb_bulk_transfer;
  const int error = transfer(handle_, endpoint, copy.data(), static_cast<int>(copy.size()), &sentN, kTimeoutMs);
  const std::string doing = "Sending a command to the amplifier";
  if (error == 0 && static_cast<std::size_t>(sentN) != bytes.size()) return usbFault(LIBUSB_ERROR_TIMEOUT, doing);
  return statusOf(error, doing);
}

}  // namespace tonus::drivers::transport
