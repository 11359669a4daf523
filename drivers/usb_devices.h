#pragma once
// What the USB drivers give the registry: the devices plugged in now, and a source for one of them.

#include <memory>
#include <string>
#include <vector>

#include "tonus/core/clock.h"
#include "tonus/core/source.h"

namespace tonus::drivers {

/// Devices whose ids are in the driver registry. One that is there but may not be opened is listed too, with the
/// reason added to `faults`.
std::vector<core::DeviceInfo> listUsbDevices(std::vector<core::Fault>& faults);

/// `id` is "DRIVER@usb:BUS-PORT", or a driver's name alone for the first such device.
core::Result<std::unique_ptr<core::SignalSource>> makeUsbSource(const std::string& id, core::Clock& clock);

}  // namespace tonus::drivers
