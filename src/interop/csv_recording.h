#pragma once
// A text table as a recording: µV turned into counts of one nanovolt.

#include <memory>
#include <string>

#include "tonus/core/recording.h"
#include "tonus/interop/recording_files.h"

namespace tonus::interop {

/// `table` must have a rate. A channel whose values do not fit 32 bits at 0.001 µV gets ten, hundred, … times that.
core::Result<std::unique_ptr<core::Recording>> makeCsvRecording(CsvTable table, std::string title,
                                                                const OpenOptions& options);

}  // namespace tonus::interop
