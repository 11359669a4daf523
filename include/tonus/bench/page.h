#pragma once
// The results as a page for people, with one picture.

#include <string>
#include <string_view>

#include "tonus/bench/machine.h"
#include "tonus/bench/measures.h"

namespace tonus::bench {

/// What stands at and below this line of an old page was written by hand and stays.
inline constexpr std::string_view kKeptBelow = "<!-- Kept by tonusctl bench: from here on written by hand. -->";

struct PageFacts {
  std::string version;  ///< "tonusctl 0.1.0 (abc1234, Release)"
  std::string date;     ///< "2026-11-23"
  std::string picture;  ///< file name as the page links it
  bool quick = false;
};

/// Markdown. `old` is the page as it was, empty if there was none.
std::string makePage(const Results& results, const Machine& machine, const PageFacts& facts, std::string_view old);

/// SVG: nanoseconds per sample, ours and the peers', on a logarithmic axis; for light and dark pages. What was not
/// measured is left out.
std::string makePicture(const Results& results);

/// Three digits: "0.0842", "1.45", "138", "10800".
std::string shortNumber(double value);

}  // namespace tonus::bench
