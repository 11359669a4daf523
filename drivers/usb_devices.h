#pragma once
// What the USB drivers give the registry: a source for a device.

#include <memory>
#include <string>

#include "tonus/core/clock.h"
#include "tonus/core/source.h"
#include "tonus/drivers/impedance.h"
#include "tonus/drivers/rate_memory.h"

namespace tonus::drivers {

/// `id` as in device_id.h; the driver is a USB row of the registry.
core::Result<std::unique_ptr<core::SignalSource>> makeUsbSource(const std::string& id, core::Clock& clock,
                                                                std::shared_ptr<RateMemory> rates = nullptr,
                                                                Waiting waiting = {});

}  // namespace tonus::drivers
