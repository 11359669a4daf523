// How hard muscles work, one against another, when they begin, and how they tire.
#include <cmath>

#include "rows.h"

namespace tonus::analysis {

namespace {

using core::PhaseInfo;
using core::PhaseKind;
using Counts = std::function<bool(std::size_t)>;

Trace::Steps workSteps(const Trace& t) {
  return t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kWorkRest; });
}

std::optional<double> percent(const Trace& t, std::size_t c, const Trace::Steps& steps, const Counts& counts) {
  const auto uv = t.rmsUv(c, steps, counts);
  if (!uv || t.referenceUv[c] <= 0) return std::nullopt;
  return 100 * *uv / t.referenceUv[c];
}

/// Of two channels, each in percent of its reference, over the same good hops.
std::optional<double> ratio(const Trace& t, std::string_view of, std::string_view to, const Trace::Steps& steps, const Counts& counts) {
  const auto a = t.channelOf(of), b = t.channelOf(to);
  if (!a || !b) return std::nullopt;
  const Counts both = [&](std::size_t h) { return counts(h) && t.good(*a, h) && t.good(*b, h); };
  const auto x = percent(t, *a, steps, both), y = percent(t, *b, steps, both);
  if (!x || !y || *y <= 0) return std::nullopt;
  return *x / *y;
}

void ratioByTest(const Trace& t, std::string_view id, std::string_view of, std::string_view to,
                 std::initializer_list<std::string_view> stages, Numbers& out) {
  for (const TraceStep* step : t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kTest; })) {
    const auto value = ratio(t, of, to, {step}, [&](std::size_t h) {
      return std::find(stages.begin(), stages.end(), t.stageName(h)) != stages.end();
    });
    if (value) out.push_back({std::string(id), step->info->name, -1, *value});
  }
}

/// Hops from the beginning of the work to where a channel's 10 ms RMS stays above mean + 3 SD of rest for 50 ms.
std::optional<std::size_t> onset(const Trace& t, std::size_t c, const Spell& work, double aboveUv) {
  const std::size_t dwell = t.hopsIn(0.05);
  std::size_t run = 0;
  for (std::size_t h = work.first; h < work.end; ++h) {
    if (!t.good(c, h)) return std::nullopt;
    run = std::sqrt(static_cast<double>(t.of[c][h].meanSquareUv2)) > aboveUv ? run + 1 : 0;
    if (run == dwell) return h + 1 - dwell - work.first;
  }
  return std::nullopt;
}

std::optional<double> onsetLevel(const Trace& t, std::size_t c) {
  double sum = 0, squares = 0, n = 0;
  for (const TraceStep* step : t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kBaseline; }))
    for (std::size_t h = step->first; h < step->end; ++h) {
      if (!t.good(c, h)) continue;
      const double uv = std::sqrt(static_cast<double>(t.of[c][h].meanSquareUv2));
      sum += uv;
      squares += uv * uv;
      ++n;
    }
  if (n < static_cast<double>(t.hopsIn(1))) return std::nullopt;
  return sum / n + 3 * std::sqrt(std::max(0.0, squares / n - sum / n * sum / n));
}

}  // namespace

void meanPercentOfReference(const Trace& t, std::string_view id, Numbers& out) {
  for (const TraceStep* step : workSteps(t))
    for (std::size_t c = 0; c < t.channels.size(); ++c)
      if (const auto v = percent(t, c, {step}, [&](std::size_t h) { return t.working(h); }))
        out.push_back({std::string(id), step->info->name, static_cast<int>(c), *v});
}

void vmoPercent(const Trace& t, std::string_view id, Numbers& out) {
  const auto c = t.channelOf("VMO");
  if (!c) return;
  for (const TraceStep* step : workSteps(t))
    if (const auto v = percent(t, *c, {step}, [&](std::size_t h) { return t.working(h); }))
      out.push_back({std::string(id), step->info->name, static_cast<int>(*c), *v});
}

void vmoToVl(const Trace& t, std::string_view id, Numbers& out) {
  for (const TraceStep* step : t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kWorkRest || p.kind == PhaseKind::kTest; }))
    if (const auto v = ratio(t, "VMO", "VL", {step}, [&](std::size_t h) { return t.working(h); }))
      out.push_back({std::string(id), step->info->name, -1, *v});
}

void utToLtUp(const Trace& t, std::string_view id, Numbers& out) { ratioByTest(t, id, "UT", "LT", {"Raise"}, out); }
void utToLtDown(const Trace& t, std::string_view id, Numbers& out) { ratioByTest(t, id, "UT", "LT", {"Lower"}, out); }
void utToSa(const Trace& t, std::string_view id, Numbers& out) {
  ratioByTest(t, id, "UT", "SA", {"Raise", "Hold", "Lower"}, out);
}

void onsetDifference(const Trace& t, std::string_view id, Numbers& out) {
  const auto vmo = t.channelOf("VMO"), vl = t.channelOf("VL");
  if (!vmo || !vl) return;
  const auto a = onsetLevel(t, *vmo), b = onsetLevel(t, *vl);
  if (!a || !b) return;
  std::vector<double> ms;
  for (const TraceStep* step : workSteps(t))
    for (const Spell& work : spellsOf(t, *step, [&](std::size_t h) { return t.working(h); })) {
      const auto first = onset(t, *vmo, work, *a), then = onset(t, *vl, work, *b);
      if (first && then) ms.push_back(1000 * t.hopS * (static_cast<double>(*first) - static_cast<double>(*then)));
    }
  if (const auto v = medianOf(ms)) out.push_back({std::string(id), "", -1, *v});
}

/// Least squares over all windows whole in work, time counted on the clock of the session.
void mdfSlope(const Trace& t, std::string_view id, Numbers& out) {
  const std::size_t window = t.hopsIn(1);
  for (std::size_t c = 0; c < t.channels.size(); ++c) {
    std::vector<std::pair<double, double>> points;
    for (const MdfPoint& p : t.mdf) {
      if (p.channel != c || p.hop < window) continue;
      bool whole = true;
      for (std::size_t h = p.hop - window; h < p.hop && whole; ++h)
        whole = t.good(c, h) && t.working(h) && t.steps[t.hops[h].step].info->kind == PhaseKind::kWorkRest &&
                t.hops[h].rep == t.hops[p.hop - 1].rep && t.hops[h].step == t.hops[p.hop - 1].step;
      if (whole) points.emplace_back(static_cast<double>(p.hop) * t.hopS / 60, p.hz);
    }
    if (points.size() < 10) continue;  // less says nothing
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const auto& [minute, hz] : points) {
      ++n;
      x += minute;
      y += hz;
      xx += minute * minute;
      xy += minute * hz;
    }
    const double below = n * xx - x * x;
    if (below <= 0) continue;
    const double slope = (n * xy - x * y) / below;
    const double first = (y - slope * x) / n + slope * points.front().first;
    if (t.channels[c].trained && first > 0) out.push_back({std::string(id), "", static_cast<int>(c), 100 * slope / first});
  }
}

}  // namespace tonus::analysis
