#include "mock_usb_device.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace tonus::rig {

namespace {
constexpr auto kTick = std::chrono::milliseconds(1);
}

MockUsbDevice::MockUsbDevice(UMockdevTestbed* bed, UsbDescription description, Behaviour behaviour)
    : description_(std::move(description)),
      behaviour_(std::move(behaviour)),
      handler_(umockdev_ioctl_base_new()),
      node_(bed, description_),
      address_(description_.address) {
  g_signal_connect(handler_, "handle-ioctl", G_CALLBACK(ioctlThunk), this);
}

MockUsbDevice::~MockUsbDevice() {
  unplug();
  g_object_unref(handler_);
}

void MockUsbDevice::plug() {
  {
    const std::lock_guard lock(mutex_);
    plugged_ = true;
    halted_ = false;
    driverBound_.assign(description_.configDescriptor.at(4), !kernelDriver_.empty());
    claimed_.assign(driverBound_.size(), false);
  }
  node_.appear(handler_, address_);
  pumpThread_ = std::thread([this] { pump(); });
}

void MockUsbDevice::unplug() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(plugged_, false)) return;
    finishAll(-ESHUTDOWN);  // as usbcore does
    node_.hangUp();
    wake_.notify_all();
  }
  pumpThread_.join();
  node_.disappear();
  ++address_;
}

void MockUsbDevice::halt() {
  const std::lock_guard lock(mutex_);
  halted_ = true;
  finishAll(-EPIPE);
  node_.setReady(!done_.empty());
}

void MockUsbDevice::bindKernelDriver(std::string name) {
  const std::lock_guard lock(mutex_);
  kernelDriver_ = std::move(name);
}

bool MockUsbDevice::kernelDriverBound(unsigned interfaceNumber) const {
  const std::lock_guard lock(mutex_);
  return driverBound_.at(interfaceNumber);
}

std::vector<MockUsbDevice::Request> MockUsbDevice::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t MockUsbDevice::inFlight() const {
  const std::lock_guard lock(mutex_);
  return flying_.size();
}

MockUsbDevice::Counts MockUsbDevice::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

gboolean MockUsbDevice::ioctlThunk(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self) {
  return static_cast<MockUsbDevice*>(self)->onIoctl(client);
}

/// Both ends share one address space, so the argument is a pointer that can be used as it is.
bool MockUsbDevice::onIoctl(UMockdevIoctlClient* client) {
  void* argument = nullptr;
  std::memcpy(&argument, umockdev_ioctl_client_get_arg(client)->data, sizeof argument);  // borrowed
  const auto request = static_cast<unsigned>(umockdev_ioctl_client_get_request(client));
  const std::lock_guard lock(mutex_);
  auto result = onTransferIoctl(request, argument);
  if (!result) result = plugged_ ? onDriverIoctl(request, argument) : -ENODEV;
  if (!result) return false;  // umockdev then says ENOTTY
  node_.setReady(!done_.empty());
  umockdev_ioctl_client_complete(client, *result < 0 ? -1 : *result, *result < 0 ? -*result : 0);
  return true;
}

std::optional<int> MockUsbDevice::onTransferIoctl(unsigned request, void* argument) {
  switch (request) {
    case USBDEVFS_SUBMITURB:
      return plugged_ ? submit(static_cast<usbdevfs_urb*>(argument)) : -ENODEV;
    case USBDEVFS_REAPURB:
    case USBDEVFS_REAPURBNDELAY:
      return reap(static_cast<void**>(argument));
    case USBDEVFS_DISCARDURB:
      return plugged_ ? discard(static_cast<usbdevfs_urb*>(argument)) : -ENODEV;
    default:
      return std::nullopt;
  }
}

std::optional<int> MockUsbDevice::onDriverIoctl(unsigned request, void* argument) {
  switch (request) {
    case USBDEVFS_GET_CAPABILITIES:
      *static_cast<std::uint32_t*>(argument) = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                                               USBDEVFS_CAP_BULK_SCATTER_GATHER | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
      return 0;
    case USBDEVFS_GETDRIVER: {
      auto& driver = *static_cast<usbdevfs_getdriver*>(argument);
      if (!driverBound_.at(driver.interface)) return -ENODATA;
      std::strncpy(driver.driver, kernelDriver_.c_str(), USBDEVFS_MAXDRIVERNAME);
      return 0;
    }
    case USBDEVFS_IOCTL:
      return onDriverControl(*static_cast<usbdevfs_ioctl*>(argument));
    case USBDEVFS_CLAIMINTERFACE:
      return claim(*static_cast<unsigned*>(argument));
    case USBDEVFS_RELEASEINTERFACE:
      claimed_.at(*static_cast<unsigned*>(argument)) = false;
      return 0;
    case USBDEVFS_SETINTERFACE:
      behaviour_.onAlternate(static_cast<usbdevfs_setinterface*>(argument)->altsetting);
      return 0;
    case USBDEVFS_CLEAR_HALT:
      halted_ = false;
      ++counts_.clearHalts;
      return 0;
    case USBDEVFS_SETCONFIGURATION:
      return 0;
    default:
      return std::nullopt;
  }
}

int MockUsbDevice::onDriverControl(const usbdevfs_ioctl& control) {
  const auto number = static_cast<std::size_t>(control.ifno);
  switch (static_cast<unsigned>(control.ioctl_code)) {
    case USBDEVFS_DISCONNECT:
      if (!driverBound_.at(number)) return -ENODATA;
      driverBound_[number] = false;
      return 0;
    case USBDEVFS_CONNECT:
      if (claimed_.at(number)) return -EBUSY;
      driverBound_[number] = !kernelDriver_.empty();
      return 1;
    default:
      return -ENOTTY;
  }
}

int MockUsbDevice::claim(unsigned interfaceNumber) {
  if (driverBound_.at(interfaceNumber) || claimed_.at(interfaceNumber)) return -EBUSY;
  claimed_[interfaceNumber] = true;
  return 0;
}

int MockUsbDevice::submit(usbdevfs_urb* urb) {
  ++counts_.submits;
  flying_.push_back(urb);
  auto* bytes = static_cast<std::uint8_t*>(urb->buffer);
  if (urb->type == USBDEVFS_URB_TYPE_CONTROL) {
    usb_ctrlrequest request;
    std::memcpy(&request, bytes, sizeof request);
    const int n =
        answerControl(request, {bytes + sizeof request, static_cast<std::size_t>(urb->buffer_length) - sizeof request});
    finish(urb, std::min(n, 0), std::max(n, 0));
  } else if ((urb->endpoint & USB_DIR_IN) == 0) {
    const auto n = static_cast<std::size_t>(urb->buffer_length);
    const int status = behaviour_.onOut ? behaviour_.onOut({bytes, n}) : -EPIPE;
    finish(urb, status, status == 0 ? urb->buffer_length : 0);
  } else if (halted_) {
    finish(urb, -EPIPE, 0);
  }
  return 0;
}

int MockUsbDevice::reap(void** out) {
  if (done_.empty()) {
    ++counts_.emptyReaps;
    return plugged_ ? -EAGAIN : -ENODEV;
  }
  *out = done_.front();
  done_.pop_front();
  ++counts_.reaps;
  return 0;
}

int MockUsbDevice::discard(usbdevfs_urb* urb) {
  if (std::find(flying_.begin(), flying_.end(), urb) == flying_.end()) return -EINVAL;
  ++counts_.discards;
  finish(urb, -ENOENT, 0);
  return 0;
}

void MockUsbDevice::finish(usbdevfs_urb* urb, int status, int actual) {
  flying_.erase(std::find(flying_.begin(), flying_.end(), urb));
  urb->status = status;
  urb->actual_length = actual;
  done_.push_back(urb);
}

void MockUsbDevice::finishAll(int status) {
  while (!flying_.empty()) finish(flying_.front(), status, 0);
}

int MockUsbDevice::answerControl(const usb_ctrlrequest& request, std::span<std::uint8_t> data) {
  if ((request.bRequestType & USB_TYPE_MASK) == USB_TYPE_STANDARD) return answerStandard(request, data);
  Request made{request, {}};
  if ((request.bRequestType & USB_DIR_IN) == 0) made.data.assign(data.begin(), data.end());
  requests_.push_back(std::move(made));
  return behaviour_.onControl(request, data);
}

int MockUsbDevice::answerStandard(const usb_ctrlrequest& request, std::span<std::uint8_t> data) const {
  if (request.bRequest != USB_REQ_GET_DESCRIPTOR) return (request.bRequestType & USB_DIR_IN) != 0 ? -EPIPE : 0;
  const auto give = [&](const std::vector<std::uint8_t>& bytes) {
    const std::size_t n = std::min(bytes.size(), data.size());
    std::copy_n(bytes.begin(), n, data.begin());
    return static_cast<int>(n);
  };
  const std::size_t index = request.wValue & 0xFFU;
  switch (request.wValue >> 8) {
    case USB_DT_DEVICE:
      return give(description_.deviceDescriptor);
    case USB_DT_CONFIG:
      return give(description_.configDescriptor);
    case USB_DT_STRING:
      break;
    default:
      return -EPIPE;
  }
  if (index == 0) return give({4, USB_DT_STRING, 0x09, 0x04});
  if (index > description_.strings.size()) return -EPIPE;
  std::vector<std::uint8_t> text{0, USB_DT_STRING};
  for (const char c : description_.strings[index - 1]) text.insert(text.end(), {static_cast<std::uint8_t>(c), 0});
  text[0] = static_cast<std::uint8_t>(text.size());
  return give(text);
}

/// Offers the waiting IN transfers to the device, oldest first, until it has nothing more.
void MockUsbDevice::serveIn() {
  while (!flying_.empty() && !halted_) {
    usbdevfs_urb* urb = flying_.front();
    const auto maxBytes = static_cast<std::size_t>(urb->buffer_length);
    auto result = behaviour_.onIn(maxBytes);
    if (!result) return;
    const std::size_t n = std::min(result->data.size(), maxBytes);
    std::copy_n(result->data.begin(), n, static_cast<std::uint8_t*>(urb->buffer));
    if (result->data.size() > n && result->status == 0) result->status = -EOVERFLOW;
    if (result->status == -EPIPE) halted_ = true;
    finish(urb, result->status, static_cast<int>(n));
  }
}

void MockUsbDevice::pump() {
  std::unique_lock lock(mutex_);
  auto next = std::chrono::steady_clock::now();
  while (plugged_) {
    serveIn();
    node_.setReady(!done_.empty());
    next += kTick;
    wake_.wait_until(lock, next, [this] { return !plugged_; });
  }
}

}  // namespace tonus::rig
