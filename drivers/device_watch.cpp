#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include "tonus/drivers/registry.h"
#include "transport/usb_context.h"

namespace tonus::drivers {

/// Sleeps in libusb until something is plugged or pulled; never polls.
struct DeviceWatch::Impl {
  transport::UsbContext context;
  std::function<void()> onChange;
  libusb_hotplug_callback_handle callback{};
  std::atomic<bool> stopping{false};
  std::thread events;

  static int LIBUSB_CALL changed(libusb_context*, libusb_device* device, libusb_hotplug_event, void* self) {
    libusb_device_descriptor descriptor{};
    if (libusb_get_device_descriptor(device, &descriptor) != 0) return 0;
    for (const DriverRow& row : driverRegistry())
      for (const UsbId id : row.usbIds)
        if (id.vendor == descriptor.idVendor && id.product == descriptor.idProduct) {
          static_cast<Impl*>(self)->onChange();
          return 0;
        }
    return 0;
  }
};

DeviceWatch::DeviceWatch(std::function<void()> onChange) : impl_(std::make_unique<Impl>()) {
  impl_->onChange = std::move(onChange);
  if (impl_->context.get() == nullptr || libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG) == 0) return;
  const int events = LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;
  const int any = LIBUSB_HOTPLUG_MATCH_ANY;
  if (libusb_hotplug_register_callback(impl_->context.get(), events, 0, any, any, any, &Impl::changed, impl_.get(),
                                       &impl_->callback) != 0)
    return;
  impl_->events = std::thread([impl = impl_.get()] {
    while (!impl->stopping) libusb_handle_events_completed(impl->context.get(), nullptr);
  });
}

DeviceWatch::~DeviceWatch() {
  if (!impl_->events.joinable()) return;
  impl_->stopping = true;
  libusb_interrupt_event_handler(impl_->context.get());
  impl_->events.join();
  libusb_hotplug_deregister_callback(impl_->context.get(), impl_->callback);
}

}  // namespace tonus::drivers
