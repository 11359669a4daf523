// Flexion and relaxation: stand, bend, hang, come up. Means over the repetitions of a test.
#include <cmath>

#include "rows.h"

namespace tonus::analysis {

namespace {

constexpr double kPeakWindowS = 0.25;

struct Levels {
  std::optional<double> flexUv, holdUv, extendUv, standUv;  ///< strongest, mean, strongest, mean
};

Trace::Steps tests(const Trace& t) {
  return t.last([](const core::PhaseInfo& p) { return p.kind == core::PhaseKind::kTest; });
}

/// The strongest quarter second of each repetition's stage, mean over repetitions.
std::optional<double> peakUv(const Trace& t, std::size_t c, const TraceStep& step, std::string_view stage) {
  const std::size_t window = t.hopsIn(kPeakWindowS);
  double sum = 0;
  int n = 0;
  for (const Spell& s : spellsOf(t, step, [&](std::size_t h) { return t.stageName(h) == stage && t.good(c, h); })) {
    double best = 0;
    for (std::size_t h = s.first; h + window <= s.end; ++h) {
      double power = 0;
      for (std::size_t i = h; i < h + window; ++i) power += static_cast<double>(t.of[c][i].meanSquareUv2);
      best = std::max(best, power / static_cast<double>(window));
    }
    if (best <= 0) continue;
    sum += std::sqrt(best);
    ++n;
  }
  if (n == 0) return std::nullopt;
  return sum / n;
}

Levels levelsOf(const Trace& t, std::size_t c, const TraceStep& step) {
  const auto mean = [&](std::string_view stage) {
    return t.rmsUv(c, {&step}, [&](std::size_t h) { return t.stageName(h) == stage; });
  };
  return {peakUv(t, c, step, "Flex"), mean("Hold"), peakUv(t, c, step, "Extend"), mean("Stand")};
}

template <class Value>
void each(const Trace& t, std::string_view id, Numbers& out, Value value) {
  for (const TraceStep* step : tests(t))
    for (std::size_t c = 0; c < t.channels.size(); ++c)
      if (const std::optional<double> v = value(levelsOf(t, c, *step)))
        out.push_back({std::string(id), step->info->name, static_cast<int>(c), *v});
}

std::optional<double> over(std::optional<double> a, std::optional<double> b) {
  if (!a || !b || *b <= 0) return std::nullopt;
  return *a / *b;
}

}  // namespace

void meanFullFlexion(const Trace& t, std::string_view id, Numbers& out) {
  each(t, id, out, [](const Levels& l) { return l.holdUv; });
}
void flexionRatio(const Trace& t, std::string_view id, Numbers& out) {
  each(t, id, out, [](const Levels& l) { return over(l.flexUv, l.holdUv); });
}
void extensionRatio(const Trace& t, std::string_view id, Numbers& out) {
  each(t, id, out, [](const Levels& l) { return over(l.extendUv, l.holdUv); });
}
void flexionToExtension(const Trace& t, std::string_view id, Numbers& out) {
  each(t, id, out, [](const Levels& l) { return over(l.flexUv, l.extendUv); });
}
void standingLevel(const Trace& t, std::string_view id, Numbers& out) {
  each(t, id, out, [](const Levels& l) { return l.standUv; });
}

}  // namespace tonus::analysis
