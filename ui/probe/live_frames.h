#pragma once
// What a frame of the running session costs the GUI thread: the real main window with 8 channels of the simulator at
// 2 kHz, recorded into a store of its own, 1920 px wide.

#include <filesystem>

#include "probe/spread.h"
#include "tonus/core/result.h"

namespace tonus::probe {

/// A frame is all the GUI thread does from one painting of the traces to the next: the queue, the sweep, bars, labels,
/// the patient's small picture, the status strip, flushing, and whatever timers fall into it. Counted in the thread's own
/// processor time, so that a busy machine does not change it. Needs a QApplication, and runs its event loop for
/// `seconds` and a little more. Its store lies in `folder`.
core::Result<Spread> liveFrames(const std::filesystem::path& folder, double seconds);

}  // namespace tonus::probe
