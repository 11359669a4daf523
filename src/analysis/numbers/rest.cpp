// Rests and load in daily work, of the envelope, task by task.
#include "rows.h"

namespace tonus::analysis {

namespace {

constexpr double kLeastRestS = 0.2;  // a shorter gap is no rest (Veiersted)
constexpr float kBurstShare = 0.02F;

/// What one channel did in one task.
struct Work {
  std::size_t goodN = 0;
  std::size_t restN = 0;        ///< hops in rests
  std::size_t rests = 0;
  std::size_t longestN = 0;     ///< hops without a rest, in a row
};

Work workOf(const Trace& t, std::size_t c, const TraceStep& step) {
  Work w;
  std::size_t run = 0, active = 0;
  const std::size_t least = t.hopsIn(kLeastRestS);
  const auto close = [&] {
    if (run >= least) {
      ++w.rests;
      w.restN += run;
      active = 0;
    } else {
      active += run;  // too short to be one
    }
    run = 0;
  };
  for (std::size_t h = step.first; h < step.end; ++h) {
    const ChannelHop& x = t.of[c][h];
    if (!t.good(c, h) || x.lineUv <= 0) {
      close();
      active = 0;  // nobody knows what it did there
      continue;
    }
    ++w.goodN;
    if (x.envelopeUv < x.lineUv) {
      ++run;
      continue;
    }
    if (run > 0) close();
    w.longestN = std::max(w.longestN, ++active);
  }
  close();
  w.longestN = std::max(w.longestN, active);
  return w;
}

template <class Value>
void eachTask(const Trace& t, std::string_view id, Numbers& out, Value value) {
  for (const TraceStep* step : t.last([](const core::PhaseInfo& p) { return p.kind == core::PhaseKind::kTask; }))
    for (std::size_t c = 0; c < t.channels.size(); ++c) {
      const Work w = workOf(t, c, *step);
      if (w.goodN >= t.hopsIn(1)) out.push_back({std::string(id), step->info->name, static_cast<int>(c), value(w)});
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
  eachTask(t, id, out, [](const Work& w) { return 100.0 * static_cast<double>(w.restN) / static_cast<double>(w.goodN); });
}

void gapsPerMinute(const Trace& t, std::string_view id, Numbers& out) {
  eachTask(t, id, out, [&](const Work& w) {
    return 60.0 * static_cast<double>(w.rests) / (static_cast<double>(w.goodN) * t.hopS);
  });
}

void longestActivity(const Trace& t, std::string_view id, Numbers& out) {
  eachTask(t, id, out, [&](const Work& w) { return static_cast<double>(w.longestN) * t.hopS; });
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
