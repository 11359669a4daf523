#pragma once
// Many measured milliseconds as four numbers.

#include <cstddef>
#include <vector>

namespace tonus::probe {

struct Spread {
  double p50Ms = 0;
  double p99Ms = 0;
  double worstMs = 0;
  std::size_t n = 0;
};

/// All zero if there are none.
Spread spreadOf(std::vector<double> ms);

}  // namespace tonus::probe
