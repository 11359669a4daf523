// Rests and load in daily work, of the envelope, task by task.
#include "rows.h"
#include "tonus/core/rests.h"

namespace tonus::analysis {

namespace {

constexpr double kLeastRestS = 0.2;  // a shorter gap is no rest (Veiersted)
constexpr float kBurstShare = 0.02F;

/// What one channel did in one task.
core::Rests workOf(const Trace& t, std::size_t c, const TraceStep& step) {
  core::Rests w(static_cast<std::int64_t>(t.hopsIn(kLeastRestS)));
  for (std::size_t h = step.first; h < step.end; ++h) {
    const ChannelHop& x = t.of[c][h];
    if (t.good(c, h) && x.lineUv > 0) w.hop(x.envelopeUv < x.lineUv);
    else w.unknown();
  }
  return w;
}

double shareOf(std::int64_t part, std::int64_t of) { return static_cast<double>(part) / static_cast<double>(of); }

template <class Value>
void eachTask(const Trace& t, std::string_view id, Numbers& out, Value value) {
  for (const TraceStep* step : t.last([](const core::PhaseInfo& p) { return p.kind == core::PhaseKind::kTask; }))
    for (std::size_t c = 0; c < t.channels.size(); ++c) {
      const core::Rests w = workOf(t, c, *step);
      if (w.hops() >= static_cast<std::int64_t>(t.hopsIn(1))) out.push_back({std::string(id), step->info->name, static_cast<int>(c), value(w)});
    }
}

std::vector<double> percents(const Trace& t, std::size_t c, const TraceStep& step) {
  std::vector<double> out;
  if (t.referenceUv[c] <= 0) return out;
  for (std::size_t h = step.first; h < step.end; ++h)
    if (t.good(c, h)) out.push_back(100 * static_cast<double>(t.of[c][h].envelopeUv) / t.referenceUv[c]);
  return out;
}

}  // namespace

void restTime(const Trace& t, std::string_view id, Numbers& out) {
  eachTask(t, id, out, [](const core::Rests& w) { return 100 * shareOf(w.restHops(), w.hops()); });
}

void gapsPerMinute(const Trace& t, std::string_view id, Numbers& out) {
  eachTask(t, id, out, [&](const core::Rests& w) { return 60 * shareOf(w.rests(), w.hops()) / t.hopS; });
}

void longestActivity(const Trace& t, std::string_view id, Numbers& out) {
  eachTask(t, id, out, [&](const core::Rests& w) { return static_cast<double>(w.longestActiveHops()) * t.hopS; });
}

void percentilesOfReference(const Trace& t, std::string_view id, Numbers& out) {
  for (const TraceStep* step : t.last([](const core::PhaseInfo& p) { return p.kind == core::PhaseKind::kTask; }))
    for (std::size_t c = 0; c < t.channels.size(); ++c)
      for (const int p : {10, 50, 90})
        if (const auto v = percentileOf(percents(t, c, *step), p))
          out.push_back({std::string(id), step->info->name + ", P" + std::to_string(p), static_cast<int>(c), *v});
}

void burstTime(const Trace& t, std::string_view id, Numbers& out) {
  for (const TraceStep* step : t.last([](const core::PhaseInfo& p) { return p.kind == core::PhaseKind::kTask; }))
    for (std::size_t c = 0; c < t.channels.size(); ++c) {
      const auto all = percents(t, c, *step);
      if (all.empty()) continue;
      std::size_t n = 0;
      for (const double v : all) n += v > static_cast<double>(100 * kBurstShare) ? 1 : 0;
      out.push_back({std::string(id), step->info->name, static_cast<int>(c), 100.0 * static_cast<double>(n) / static_cast<double>(all.size())});
    }
}

}  // namespace tonus::analysis
