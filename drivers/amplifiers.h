#pragma once
// The rows of the driver registry for other makers' amplifiers: ids, capabilities, decoders, protocols.

#include <span>

#include "tonus/drivers/registry.h"

namespace tonus::drivers {

std::span<const DriverRow> amplifierRows();

}  // namespace tonus::drivers
