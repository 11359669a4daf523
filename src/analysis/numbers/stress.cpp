// Stress and what comes after it; how quickly a contraction is let go.
#include <cmath>

#include "rows.h"

namespace tonus::analysis {

namespace {

using core::PhaseInfo;
using core::PhaseKind;

constexpr double kChallengeEndS = 30;   // of the challenge: its last part is what there is to recover from
constexpr std::size_t kStaysS = 3;      // below the half for so many seconds in a row
constexpr double kReleaseWindowS = 0.05;
constexpr double kReleased = 1.5;       // × resting level

/// In this posture, where a baseline was taken in it.
std::optional<double> restOf(const Trace& t, std::size_t c, const std::string& posture) {
  auto steps = t.last([&](const PhaseInfo& p) { return p.kind == PhaseKind::kBaseline && !posture.empty() && p.posture == posture; });
  if (steps.empty()) steps = t.marked("pre_baseline");
  if (steps.empty()) steps = t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kBaseline; });
  return t.medianUv(c, steps);
}

Trace::Steps ofKind(const Trace& t, PhaseKind kind) {
  return t.last([&](const PhaseInfo& p) { return p.kind == kind; });
}

/// RMS over the whole second from `h` on; nullopt if some of it is not good.
std::optional<double> secondFrom(const Trace& t, std::size_t c, std::size_t h, std::size_t end, std::size_t n) {
  if (h + n > end) return std::nullopt;
  double sum = 0;
  for (std::size_t i = h; i < h + n; ++i) {
    if (!t.good(c, i)) return std::nullopt;
    sum += static_cast<double>(t.of[c][i].meanSquareUv2);
  }
  return std::sqrt(sum / static_cast<double>(n));
}

std::optional<double> halfTime(const Trace& t, std::size_t c, double restUv, const TraceStep& stress, const TraceStep& after) {
  TraceStep end = stress;
  end.first = std::max(end.first, end.end - std::min(end.end, t.hopsIn(kChallengeEndS)));
  const auto high = t.medianUv(c, {&end});
  if (!high || *high <= restUv) return std::nullopt;  // nothing to recover from
  const double half = (*high + restUv) / 2;
  const std::size_t perS = t.hopsIn(1);
  std::size_t below = 0;
  for (std::size_t h = after.first; h + perS <= after.end; h += perS) {
    const auto uv = secondFrom(t, c, h, after.end, perS);
    below = uv && *uv <= half ? below + 1 : 0;
    if (below == kStaysS)
      return static_cast<double>(h + perS - kStaysS * perS - after.first) * t.hopS;
  }
  return std::nullopt;
}

}  // namespace

void recoveryHalfTime(const Trace& t, std::string_view id, Numbers& out) {
  const auto stress = ofKind(t, PhaseKind::kChallenge), after = ofKind(t, PhaseKind::kRecovery);
  if (stress.empty() || after.empty()) return;
  for (std::size_t c = 0; c < t.channels.size(); ++c) {
    const auto rest = restOf(t, c, after.back()->info->posture);
    if (!t.channels[c].trained || !rest) continue;
    if (const auto s = halfTime(t, c, *rest, *stress.back(), *after.back()))
      out.push_back({std::string(id), "", static_cast<int>(c), *s});
  }
}

void stressReactivity(const Trace& t, std::string_view id, Numbers& out) {
  const auto challenge = ofKind(t, PhaseKind::kChallenge);
  if (challenge.empty()) return;
  for (std::size_t c = 0; c < t.channels.size(); ++c) {
    const auto rest = restOf(t, c, challenge.back()->info->posture), stress = t.medianUv(c, challenge);
    if (rest && stress && *rest > 0) out.push_back({std::string(id), "", static_cast<int>(c), 100 * (*stress / *rest - 1)});
  }
}

/// Of repetitions of work against rest, from leaving half of the work's level to the resting level × 1.5.
void releaseTime(const Trace& t, std::string_view id, Numbers& out) {
  const auto steps = t.last([](const PhaseInfo& p) { return p.kind == PhaseKind::kWorkRest && p.up; });
  const std::size_t window = t.hopsIn(kReleaseWindowS);
  for (std::size_t c = 0; c < t.channels.size(); ++c) {
    const auto rest = steps.empty() ? std::nullopt : restOf(t, c, steps.front()->info->posture);
    if (!t.channels[c].trained || !rest) continue;
    std::vector<double> times;
    for (const TraceStep* step : steps)
      for (const Spell& work : spellsOf(t, *step, [&](std::size_t h) { return t.working(h); })) {
        std::vector<double> levels;
        for (std::size_t h = work.first; h + window <= work.end; h += window)
          if (const auto uv = secondFrom(t, c, h, work.end, window)) levels.push_back(*uv);
        const auto level = medianOf(levels);
        if (!level || *level < 2 * kReleased * *rest) continue;  // no contraction to let go of
        std::size_t left = work.end;
        for (std::size_t h = work.end - std::min(work.end - work.first, t.hopsIn(1)); h + window <= step->end; ++h) {
          const auto uv = secondFrom(t, c, h, step->end, window);
          if (!uv) break;
          if (*uv >= *level / 2) left = h + window;
          if (*uv > kReleased * *rest || h + window <= left) continue;
          times.push_back(1000 * static_cast<double>(h + window - left) * t.hopS);
          break;
        }
      }
    if (const auto ms = medianOf(times)) out.push_back({std::string(id), "", static_cast<int>(c), *ms});
  }
}

}  // namespace tonus::analysis
