#include "probe/spread.h"

#include <algorithm>

namespace tonus::probe {

Spread spreadOf(std::vector<double> ms) {
  if (ms.empty()) return {};
  std::sort(ms.begin(), ms.end());
  const std::size_t last = ms.size() - 1;
  return {ms[last / 2], ms[last * 99 / 100], ms[last], ms.size()};
}

}  // namespace tonus::probe
