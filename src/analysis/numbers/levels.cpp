// Resting levels, trials, and what somebody entered.
#include "rows.h"

namespace tonus::analysis {

namespace {

using core::PhaseInfo;
using core::PhaseKind;

void add(Numbers& out, std::string_view id, std::string of, std::size_t channel, std::optional<double> value) {
  if (value) out.push_back({std::string(id), std::move(of), static_cast<int>(channel), *value});
}

/// Marked so, else every baseline there was.
Trace::Steps before(const Trace& t) {
  auto steps = t.marked("pre_baseline");
  return !steps.empty() ? steps : t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kBaseline; });
}

}  // namespace

void preBaselineMedian(const Trace& t, std::string_view id, Numbers& out) {
  for (std::size_t c = 0; c < t.channels.size(); ++c) add(out, id, "", c, t.medianUv(c, before(t)));
}

void preBaselineByPosture(const Trace& t, std::string_view id, Numbers& out) {
  for (const TraceStep* step : t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kBaseline; }))
    for (std::size_t c = 0; c < t.channels.size(); ++c)
      add(out, id, step->info->posture.empty() ? step->info->name : step->info->posture, c, t.medianUv(c, {step}));
}

void postBaselineMedian(const Trace& t, std::string_view id, Numbers& out) {
  const auto steps = t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kEndBaseline; });
  for (std::size_t c = 0; c < t.channels.size(); ++c) add(out, id, "", c, t.medianUv(c, steps));
}

void trialMedians(const Trace& t, std::string_view id, Numbers& out) {
  for (const TraceStep* step : t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kTrial && p.feedback; }))
    for (std::size_t c = 0; c < t.channels.size(); ++c)
      if (t.channels[c].trained) add(out, id, step->info->name, c, t.medianUv(c, {step}));
}

void percentBelowLine(const Trace& t, std::string_view id, Numbers& out) {
  const auto steps = t.last([](const PhaseInfo& p) { return p.scored && (p.feedback || p.sound) && p.rule.empty(); });
  for (std::size_t c = 0; c < t.channels.size(); ++c) {
    std::size_t n = 0, below = 0;
    for (const TraceStep* step : steps)
      for (std::size_t h = step->first; h < step->end; ++h) {
        const ChannelHop& x = t.of[c][h];
        if (!t.good(c, h) || !t.working(h) || x.lineUv <= 0) continue;
        ++n;
        if (x.envelopeUv < x.lineUv) ++below;
      }
    if (t.channels[c].trained && n >= t.hopsIn(1)) add(out, id, "", c, 100.0 * static_cast<double>(below) / static_cast<double>(n));
  }
}

void selfControlDelta(const Trace& t, std::string_view id, Numbers& out) {
  for (std::size_t c = 0; c < t.channels.size(); ++c) {
    const auto first = t.medianUv(c, t.marked("self_control_pre")), then = t.medianUv(c, t.marked("self_control_post"));
    if (t.channels[c].trained && first && then) add(out, id, "", c, *then - *first);
  }
}

void asymmetryIndex(const Trace& t, std::string_view id, Numbers& out) {
  for (std::size_t l = 0; l < t.channels.size(); ++l)
    for (std::size_t r = 0; r < t.channels.size(); ++r) {
      const NumberChannel &a = t.channels[l], &b = t.channels[r];
      if (a.side != "L" || b.side != "R" || a.muscle.empty() || a.muscle != b.muscle) continue;
      const auto left = t.medianUv(l, before(t)), right = t.medianUv(r, before(t));
      if (!left || !right || *left + *right <= 0) continue;
      out.push_back({std::string(id), a.name + " / " + b.name, -1, 100 * (*right - *left) / (*right + *left)});
    }
}

void successReps(const Trace& t, std::string_view id, Numbers& out) {
  for (const TraceStep* step : t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kWorkRest && p.scored; }))
    out.push_back({std::string(id), step->info->name + ", of " + std::to_string(step->info->repsN), -1,
                   static_cast<double>(step->reps)});
}

void rangeOfMotion(const Trace& t, std::string_view id, Numbers& out) {
  int n = 0;
  for (const auto& [what, value] : t.entries)
    if (what == id) out.push_back({std::string(id), "measurement " + std::to_string(++n), -1, value});
}

}  // namespace tonus::analysis
