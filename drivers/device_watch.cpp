#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <tuple>
#include <utility>

#include "discovery/survey.h"
#include "tonus/drivers/registry.h"
#include "tonus/drivers/simulator.h"

namespace tonus::drivers {

using namespace std::chrono_literals;

namespace {
constexpr auto kTurn = 20ms;

bool same(const DeviceList& a, const DeviceList& b) {
  const auto all = [](const auto& x, const auto& y, auto key) {
    return std::ranges::equal(x, y, [&](const auto& p, const auto& q) { return key(p) == key(q); });
  };
  return all(a.devices, b.devices, [](const auto& d) { return std::tie(d.id, d.model, d.serial, d.sampleRateHz); }) &&
         all(a.asked, b.asked, [](const auto& d) { return std::tie(d.path, d.name, d.waitingFor); }) &&
         all(a.unknown, b.unknown, [](const auto& d) { return std::tie(d.path, d.name); }) &&
         all(a.faults, b.faults, [](const auto& f) { return std::tie(f.what, f.hint); });
}
}  // namespace

/// Sleeps in libusb until something is plugged or pulled; never polls while nobody is being asked.
struct DeviceWatch::Impl {
  explicit Impl(std::function<void()> changed) : onChange(std::move(changed)) {}

  core::SystemClock clock;
  std::function<void()> onChange;
  discovery::Survey survey{driverRegistry(), clock};
  libusb_hotplug_callback_handle callback{};
  std::atomic<bool> stopping{false};
  std::atomic<bool> lookDue{true};
  mutable std::mutex mutex;  // guards list
  DeviceList list;
  std::thread thread;

  static int LIBUSB_CALL plugged(libusb_context*, libusb_device*, libusb_hotplug_event, void* self) {
    static_cast<Impl*>(self)->lookDue = true;
    return 0;
  }

  void run() {
    while (!stopping) {
      if (lookDue.exchange(false)) survey.look();
      if (survey.busy()) survey.pump(clock.now() + kTurn);
      publish();
      if (!survey.busy() && !lookDue && !stopping) libusb_handle_events_completed(survey.context().get(), nullptr);
    }
  }

  void publish() {
    DeviceList now = survey.list();
    {
      const std::lock_guard lock(mutex);
      if (same(now, list)) return;
      list = std::move(now);
    }
    onChange();
  }
};

DeviceWatch::DeviceWatch(std::function<void()> onChange) : impl_(std::make_unique<Impl>(std::move(onChange))) {
  libusb_context* context = impl_->survey.context().get();
  if (context == nullptr || libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG) == 0) return;
  const int events = LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;
  const int any = LIBUSB_HOTPLUG_MATCH_ANY;
  if (libusb_hotplug_register_callback(context, events, 0, any, any, any, &Impl::plugged, impl_.get(),
                                       &impl_->callback) != 0)
    return;
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

DeviceWatch::~DeviceWatch() {
  if (!impl_->thread.joinable()) return;
  impl_->stopping = true;
  libusb_interrupt_event_handler(impl_->survey.context().get());
  impl_->thread.join();
  libusb_hotplug_deregister_callback(impl_->survey.context().get(), impl_->callback);
}

DeviceList DeviceWatch::list() const {
  core::SystemClock clock;
  DeviceList list;
  {
    const std::lock_guard lock(impl_->mutex);
    list = impl_->list;
  }
  list.devices.insert(list.devices.begin(), makeSimulator({}, clock)->describe());
  return list;
}

void DeviceWatch::lookAgain() {
  impl_->lookDue = true;
  if (impl_->survey.context().get() != nullptr) libusb_interrupt_event_handler(impl_->survey.context().get());
}

}  // namespace tonus::drivers
