#include "tonus/bench/contender.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tonus::bench {

using std::chrono::nanoseconds;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool anyMissing(const std::vector<double>& values) {
  return values.empty() || std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
}

double timeCalls(const Contender& c, std::int64_t callsN, core::Clock& clock) {
  const auto began = clock.now();
  for (std::int64_t i = 0; i < callsN; ++i) c.call();
  return static_cast<double>(nanoseconds(clock.now() - began).count());
}

/// Calls that fill about `about`, at least one.
std::int64_t callsFor(const Contender& c, nanoseconds about, core::Clock& clock) {
  const auto wanted = static_cast<double>(about.count());
  c.call();
  for (std::int64_t n = 1;; n *= 2) {
    const double took = timeCalls(c, n, clock);
    if (took >= wanted / 4 || n >= (std::int64_t{1} << 40))
      return std::max<std::int64_t>(1, std::llround(wanted / std::max(took, 1.0) * static_cast<double>(n)));
  }
}

}  // namespace

std::vector<double> run(const Group& group, const RunSettings& wanted, core::Clock& clock) {
  RunSettings settings = wanted;
  if (group.best) settings = {.roundsN = 4 * wanted.roundsN, .roundFor = wanted.roundFor / 4};
  const auto& all = group.contenders;
  std::vector<std::int64_t> callsN;
  for (const Contender& c : all) {
    if (c.call) {
      callsN.push_back(callsFor(c, settings.roundFor, clock));
    } else {
      callsN.push_back(0);
      (void)c.round(settings.roundFor);
    }
  }
  std::vector<std::vector<double>> rounds(all.size());
  const int roundsN = std::min(settings.roundsN, group.mostRoundsN);
  for (int r = 0; r < roundsN; ++r)
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t turn = (i + static_cast<std::size_t>(r)) % all.size();
      const Contender& c = all[turn];
      rounds[turn].push_back(c.call ? timeCalls(c, callsN[turn], clock) / static_cast<double>(callsN[turn]) / c.unitsPerCall
                                    : c.round(settings.roundFor));
    }
  std::vector<double> out;
  for (auto& values : rounds) out.push_back(group.best ? least(values) : median(std::move(values)));
  return out;
}

double least(const std::vector<double>& values) {
  return anyMissing(values) ? kNone : *std::min_element(values.begin(), values.end());
}

double median(std::vector<double> values) {
  if (anyMissing(values)) return kNone;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double percentile(std::vector<double> values, double fraction) {
  if (values.empty()) return kNone;
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<std::size_t>(std::ceil(fraction * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

}  // namespace tonus::bench
