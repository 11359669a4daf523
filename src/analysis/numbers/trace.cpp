#include "trace.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tonus::analysis {

std::size_t Trace::hopsIn(double s) const { return static_cast<std::size_t>(std::max(1LL, std::llround(s / hopS))); }

bool Trace::good(std::size_t channel, std::size_t hop) const {
  const ChannelHop& h = of[channel][hop];
  return h.usable && h.meanSquareUv2 >= 0 && !hops[hop].paused;
}

bool Trace::working(std::size_t hop) const {
  const TraceHop& h = hops[hop];
  return h.stage < 0 || steps[h.step].info->stages[static_cast<std::size_t>(h.stage)].work;
}

std::string_view Trace::stageName(std::size_t hop) const {
  const TraceHop& h = hops[hop];
  if (h.stage < 0) return {};
  return steps[h.step].info->stages[static_cast<std::size_t>(h.stage)].name;
}

Trace::Steps Trace::last(const std::function<bool(const core::PhaseInfo&)>& which) const {
  std::map<std::uint32_t, const TraceStep*> byIndex;
  for (const TraceStep& s : steps)
    if (which(*s.info)) byIndex[s.info->index] = &s;
  Steps out;
  for (const auto& [index, step] : byIndex) out.push_back(step);
  return out;
}

Trace::Steps Trace::marked(std::string_view marker) const {
  return last([&](const core::PhaseInfo& p) { return p.marker == marker; });
}

std::vector<double> Trace::seconds(std::size_t channel, const Steps& in,
                                   const std::function<bool(std::size_t hop)>& counts) const {
  std::vector<double> out;
  const std::size_t perS = hopsIn(1);
  for (const TraceStep* step : in) {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t h = step->first; h < step->end; ++h) {
      if (!good(channel, h) || (counts && !counts(h))) {
        sum = 0;
        n = 0;
        continue;
      }
      sum += static_cast<double>(of[channel][h].meanSquareUv2);
      if (++n < perS) continue;
      out.push_back(std::sqrt(sum / static_cast<double>(perS)));
      sum = 0;
      n = 0;
    }
  }
  return out;
}

std::optional<double> Trace::medianUv(std::size_t channel, const Steps& in) const { return medianOf(seconds(channel, in)); }

std::optional<double> Trace::rmsUv(std::size_t channel, const Steps& in,
                                   const std::function<bool(std::size_t hop)>& counts) const {
  double sum = 0;
  std::size_t n = 0;
  for (const TraceStep* step : in)
    for (std::size_t h = step->first; h < step->end; ++h) {
      if (!good(channel, h) || !counts(h)) continue;
      sum += static_cast<double>(of[channel][h].meanSquareUv2);
      ++n;
    }
  if (n < hopsIn(0.5)) return std::nullopt;
  return std::sqrt(sum / static_cast<double>(n));
}

std::optional<std::size_t> Trace::channelOf(std::string_view ref) const {
  for (std::size_t c = 0; c < channels.size(); ++c)
    if (channels[c].ref == ref) return c;
  return std::nullopt;
}

std::optional<double> medianOf(std::vector<double> v) { return percentileOf(std::move(v), 50); }

std::optional<double> percentileOf(std::vector<double> v, double percent) {
  if (v.empty()) return std::nullopt;
  std::sort(v.begin(), v.end());
  const double position = percent / 100 * static_cast<double>(v.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const double part = position - static_cast<double>(below);
  return v[below] * (1 - part) + v[std::min(below + 1, v.size() - 1)] * part;
}

std::vector<Spell> spellsOf(const Trace& t, const TraceStep& step, const std::function<bool(std::size_t hop)>& counts) {
  std::vector<Spell> out;
  bool open = false;
  for (std::size_t h = step.first; h < step.end; ++h) {
    const bool on = counts(h);
    const bool same = open && t.hops[h].rep == t.hops[h - 1].rep && t.hops[h].stage == t.hops[h - 1].stage;
    if (on && same) {
      out.back().end = h + 1;
    } else if (on) {
      out.push_back({h, h + 1});
    }
    open = on;
  }
  return out;
}

}  // namespace tonus::analysis
