#pragma once
// One place that turns what a person chose into a source: a device, the simulator, or a recording.

#include <memory>
#include <string>

#include "tonus/core/clock.h"
#include "tonus/core/result.h"
#include "tonus/core/source.h"
#include "tonus/drivers/impedance.h"

namespace tonus::app {

/// `id` as in drivers::makeSource, or "file:PATH" for an EDF+/BDF+/CSV recording played in real time of `clock`.
core::Result<std::unique_ptr<core::SignalSource>> makeSource(const std::string& id, core::Clock& clock,
                                                             drivers::Waiting waiting = {});

}  // namespace tonus::app
