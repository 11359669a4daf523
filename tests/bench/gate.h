#pragma once
// Reads what `tonusctl bench --json` printed.

#include <string_view>

#include "tonus/bench/measures.h"
#include "tonus/core/result.h"

namespace tonus::bench {

/// Text that is not that document is a Fault; null is "not measured".
core::Result<Results> readResults(std::string_view json);

}  // namespace tonus::bench
