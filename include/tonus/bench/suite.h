#pragma once
// Everything that can be measured without a window.

#include <filesystem>
#include <functional>
#include <string_view>

#include "tonus/bench/contender.h"
#include "tonus/bench/measures.h"
#include "tonus/bench/peers.h"

namespace tonus::bench {

struct SuiteSettings {
  bool quick = false;            ///< a few seconds, for CI: fewer rounds, commits and minutes
  std::filesystem::path folder;  ///< an existing one on the disk to be measured; what is made in it is removed
};

/// Filters, spectra, ring and codec with all their contenders; ours are checked against definitions, and peers against
/// ours, on the way: errors and notes go to `results`.
std::vector<Group> makeGroups(const SuiteSettings& settings, const Peers& peers, core::Clock& clock, Results& results);

/// False = stop.
using OnStep = std::function<bool(std::string_view name, double fraction)>;

/// The groups, then the wake-up and the durable commits.
void measureSuite(const SuiteSettings& settings, const Peers& peers, core::Clock& clock, Results& results,
                  const OnStep& onStep = {});

}  // namespace tonus::bench
