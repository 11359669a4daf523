#pragma once
// A session as the numbers see it: steps, hops, and what was measured.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tonus/analysis/session_numbers.h"
#include "tonus/core/processed.h"

namespace tonus::analysis {

struct TraceHop {
  std::uint32_t step = 0;      ///< of Trace::steps
  std::uint16_t rep = 0;
  std::int8_t stage = -1;
  bool paused = false;
};

/// Of one channel at one hop.
struct ChannelHop {
  float meanSquareUv2 = 0;     ///< of the filtered signal; negative = some of the hop was lost
  float envelopeUv = 0;
  float lineUv = 0;
  bool usable = false;
  bool inTarget = false;
};

/// A step as it was run: once more for each time it was done over.
struct TraceStep {
  std::shared_ptr<const core::PhaseInfo> info;
  std::size_t first = 0, end = 0;   ///< hops
  std::uint32_t reps = 0;           ///< repetitions that reached their goal
};

struct MdfPoint {
  std::size_t hop = 0;   ///< at its end
  std::size_t channel = 0;
  double hz = 0;
};

struct Trace {
  std::vector<NumberChannel> channels;
  double hopS = 0.01;
  std::vector<TraceStep> steps;
  std::vector<TraceHop> hops;
  std::vector<std::vector<ChannelHop>> of;    ///< [channel][hop]
  std::vector<MdfPoint> mdf;
  std::vector<double> referenceUv;            ///< by channel, 0 = none
  std::vector<std::pair<std::string, double>> entries;  ///< what somebody gave, in order

  std::size_t hopsIn(double seconds) const;
  /// Unpaused, whole and usable.
  bool good(std::size_t channel, std::size_t hop) const;
  bool working(std::size_t hop) const;
  std::string_view stageName(std::size_t hop) const;

  using Steps = std::vector<const TraceStep*>;
  /// As run last, where a step was done over; in order.
  Steps last(const std::function<bool(const core::PhaseInfo&)>& which) const;
  Steps marked(std::string_view marker) const;

  /// RMS over whole seconds within a step, laid end to end over good hops that `counts` (all, if empty).
  std::vector<double> seconds(std::size_t channel, const Steps& steps,
                              const std::function<bool(std::size_t hop)>& counts = {}) const;
  std::optional<double> medianUv(std::size_t channel, const Steps& steps) const;
  /// RMS over all good hops that `counts`; nullopt without half a second of them.
  std::optional<double> rmsUv(std::size_t channel, const Steps& steps,
                              const std::function<bool(std::size_t hop)>& counts) const;
  std::optional<std::size_t> channelOf(std::string_view ref) const;
};

using Numbers = std::vector<core::SessionNumber>;

std::optional<double> medianOf(std::vector<double> v);
/// Linear between order statistics.
std::optional<double> percentileOf(std::vector<double> v, double percent);

/// Runs of hops in a step that lie together and are all of one repetition's work (or all of the step without stages).
struct Spell {
  std::size_t first = 0, end = 0;
};
std::vector<Spell> spellsOf(const Trace& t, const TraceStep& step, const std::function<bool(std::size_t hop)>& counts);

}  // namespace tonus::analysis
