#pragma once
// A stored session through the pipeline again: for replay, for other thresholds, for a session cut short.

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "tonus/analysis/summary.h"
#include "tonus/core/result.h"
#include "tonus/session/pipeline.h"
#include "tonus/store/store.h"

namespace tonus::app {

std::shared_ptr<analysis::SessionStatistics> makeStatistics(const session::SessionSetup& setup);

/// Called for every recomputed block; false cancels.
using OnBlock = std::function<core::Result<bool>(const core::BlockPtr& block)>;

/// Feeds the stored counts to a fresh pipeline with every command at the frame where it was given. `thresholds`
/// (channel, µV) take the place of every threshold those channels had.
core::Status recompute(store::SessionReader& reader, session::SessionSetup setup,
                       const std::vector<std::pair<std::size_t, double>>& thresholds, const OnBlock& onBlock);

}  // namespace tonus::app
