#pragma once
// What the USB drivers give the registry: a source for a device.

#include <memory>
#include <string>

#include "tonus/core/clock.h"
#include "tonus/core/source.h"

namespace tonus::drivers {

/// `id` is "DRIVER@usb:BUS-PORT", or a driver's name alone for the first such device; the driver is a USB row of the
/// registry.
core::Result<std::unique_ptr<core::SignalSource>> makeUsbSource(const std::string& id, core::Clock& clock);

}  // namespace tonus::drivers
