#pragma once
// The table of numbers: adding one = a function in a file here and one row.

#include "rows.h"

namespace tonus::analysis {

struct NumberRow {
  NumberInfo info;
  MakeNumber make;
};
std::span<const NumberRow> numberRegistry();

}  // namespace tonus::analysis
