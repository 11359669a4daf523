#include <algorithm>
#include <array>

#include "laws/rows.h"

namespace tonus::feedback {

std::span<const LawRow> lawRegistry() {
  static constexpr std::array<LawRow, 7> kRows{{
      {"manual", "by hand", false, makeManual},
      {"baseline", "from the baseline", false, makeOfBaseline},
      {"reference", "percent of the reference", true, makeOfReference},
      {"adaptive", "towards a share of success", true, makeAdaptive},
      {"shaped", "from the baseline, then by successes", true, makeShaped},
      {"ratio", "from the first ratio, then by successes", true, makeRatioShaping},
      {"gap", "short rests in work", false, makeGap},
  }};
  return kRows;
}

std::unique_ptr<ThresholdLaw> makeLaw(std::string_view kind) {
  const auto rows = lawRegistry();
  const auto row = std::ranges::find(rows, kind, &LawRow::kind);
  return row == rows.end() ? nullptr : row->make();
}

}  // namespace tonus::feedback
