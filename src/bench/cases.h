#pragma once
// The groups of the suite, one function each, and what is measured as a distribution.

#include "tonus/bench/suite.h"

namespace tonus::bench {

Group filterGroup(const Peers& peers, Results& results);
Group hourGroup(bool quick);
Group spectrumGroup(const Peers& peers, Results& results);
Group welchGroup(const Peers& peers);
Group rmsGroup();
Group ringGroup(const Peers& peers, core::Clock& clock);
Group ringOneThreadGroup(const Peers& peers);
Group codecGroup(bool quick, const Peers& peers, Results& results);

/// Times of groups are processor time of the measuring thread, but for the two threads of the ring.

/// Fills dsp's exactness.
void checkFilters(Results& results);
void checkSpectra(Results& results);

/// Seven sections in extended precision, by their definition; one channel.
std::vector<double> filterByDefinition(const std::vector<dsp::Biquad>& sections, std::vector<double> x);

/// p50 and p99 of `n` wake-ups, one a millisecond.
void measureWakeups(int n, core::Clock& clock, Results& results);
/// p50 and p99 of `n` commits of a second each, and of `n` raw appends between them.
void measureCommits(int n, const std::filesystem::path& folder, core::Clock& clock, Results& results);

}  // namespace tonus::bench
