#pragma once
// Several ways to do the same work, measured side by side in one process.

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "tonus/core/clock.h"

namespace tonus::bench {

/// One way to do a piece of work: `call` is timed by run(), or `round` times itself (threads, another process).
struct Contender {
  std::string key;          ///< the measure it fills, see measures()
  std::string who;          ///< "Tonus", "liquid-dsp 1.5.0"
  double unitsPerCall = 1;  ///< what one call does: samples × channels, bytes, blocks
  std::function<void()> call;
  /// Works for about this long; nanoseconds per unit, NaN if it failed.
  std::function<double(std::chrono::nanoseconds about)> round;
};

/// Contenders that take turns.
struct Group {
  std::string name;  ///< "Filters"
  std::vector<Contender> contenders;
  int mostRoundsN = 1000;  ///< fewer than the settings' where a round is long
  /// The least of the rounds counts instead of their median: for two threads that spin for each other, whose round is
  /// spoilt wherever one of them had no core. Such groups take more and shorter rounds.
  bool best = false;
};

struct RunSettings {
  int roundsN = 13;
  std::chrono::nanoseconds roundFor = std::chrono::milliseconds(8);
};

/// Nanoseconds (of `clock`) per unit of each contender: the median of its rounds (or the least,
/// see Group::best), NaN if a round failed. In every round each has one
/// turn, another one first each time, so that what disturbs the machine disturbs all alike. Each is called before
/// anything counts, to warm caches and to learn how many calls fill a turn.
std::vector<double> run(const Group& group, const RunSettings& settings, core::Clock& clock);

/// NaN of nothing, or where one is NaN; the mean of the middle two of an even number.
double median(std::vector<double> values);
/// NaN of nothing, or where one is NaN.
double least(const std::vector<double>& values);

/// The value that a `fraction` of all do not exceed (nearest rank); NaN of nothing.
double percentile(std::vector<double> values, double fraction);

}  // namespace tonus::bench
