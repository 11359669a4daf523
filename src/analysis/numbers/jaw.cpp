// How evenly the two sides of the jaw work together.
#include <cmath>

#include "rows.h"

namespace tonus::analysis {

namespace {

constexpr double kWindowS = 0.1;

double percentOf(const Trace& t, std::size_t c, double uv) {
  return t.referenceUv[c] > 0 ? 100 * uv / t.referenceUv[c] : uv;
}

/// Overlap of left and right over windows of the judged clenches: 100 (1 − Σ|R − L| / Σ(R + L)).
void poc(const Trace& t, std::string_view id, std::string_view muscle, Numbers& out) {
  std::optional<std::size_t> left, right;
  for (std::size_t c = 0; c < t.channels.size(); ++c) {
    if (t.channels[c].muscle != muscle) continue;
    if (t.channels[c].side == "L") left = c;
    if (t.channels[c].side == "R") right = c;
  }
  if (!left || !right) return;
  auto steps = t.marked("discrimination");
  if (steps.empty()) steps = t.last([](const core::PhaseInfo& p) { return p.kind == core::PhaseKind::kReference; });
  const std::size_t window = t.hopsIn(kWindowS);
  double apart = 0, together = 0;
  for (const TraceStep* step : steps)
    for (const Spell& work : spellsOf(t, *step, [&](std::size_t h) { return t.working(h) && t.good(*left, h) && t.good(*right, h); }))
      for (std::size_t h = work.first; h + window <= work.end; h += window) {
        double l = 0, r = 0;
        for (std::size_t i = h; i < h + window; ++i) {
          l += static_cast<double>(t.of[*left][i].meanSquareUv2);
          r += static_cast<double>(t.of[*right][i].meanSquareUv2);
        }
        const double n = static_cast<double>(window);
        const double a = percentOf(t, *left, std::sqrt(l / n)), b = percentOf(t, *right, std::sqrt(r / n));
        apart += std::abs(b - a);
        together += a + b;
      }
  if (together > 0) out.push_back({std::string(id), "", -1, 100 * (1 - apart / together)});
}

}  // namespace

void pocMasseter(const Trace& t, std::string_view id, Numbers& out) { poc(t, id, "masseter", out); }
void pocTemporalis(const Trace& t, std::string_view id, Numbers& out) { poc(t, id, "temporalis_ant", out); }

}  // namespace tonus::analysis
