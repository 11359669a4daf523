#include "tonus/bench/page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace tonus::bench {

namespace {

/// Sections of the page, by the first part of a measure's key.
struct Section {
  std::string_view prefix, title, how;
};
constexpr Section kSections[] = {
    {"dsp", "Filters and spectra",
     "Each contender has a turn of about 8 ms in every round, another one first each time; medians of 13 rounds, in processor time of the "
     "measuring thread, so that other programs hardly count. Filters: band-pass 20–450 Hz of order 4 and notches at 50, 100 and 150 Hz at "
     "2 kHz, interleaved channels, state kept from block to block. liquid-dsp has no f64 for real signals; SciPy runs in a process of its "
     "own and times itself. What a peer computes is compared with ours first; one that differs is left out and named below."},
    {"ring", "Ring and wake-up",
     "Two threads on a core each, 52 shorter rounds, of which the best counts: a spinning thread that loses its core for a moment spoils a "
     "round. Every block is written by the producer and read by the consumer. The wake-up is what a session does: push and notify, sleep on "
     "an eventfd and pop; one block a millisecond."},
    {"store", "Store",
     "Commits go through the real pipeline and recorder (WAL, synchronous FULL), feedback and quality included, and take turns with an "
     "append and fdatasync of the same second to a plain file in the same folder. The log is moved into the file between commits, never in "
     "one. The codec works on chunks of one second, 24-bit counts of the simulator."},
    {"latency", "Latency", "Marked blocks through a real session, from the simulated wire to the pixels and the sound that show them, as `tonusctl latency` does it."},
    {"paint", "Painting", "In the real windows, offscreen: the frame in processor time of the GUI thread, median of all of them; the hour once, by the clock."},
    {"startup", "Start", "The workstation started until its window is painted, by the clock, the middle one of three."},
};

std::string valueText(std::optional<double> value, Unit unit) {
  if (!value) return "–";
  return shortNumber(*value) + (unit == Unit::kTimes ? "" : " ") + std::string(nameOf(unit));
}

std::string rowsOf(const Results& results, std::string_view prefix) {
  std::string rows;
  bool any = false;
  for (const Measure& m : measures()) {
    if (m.key.substr(0, m.key.find('.')) != prefix) continue;
    const auto value = results.get(m.key);
    any = any || value;
    rows += "| " + std::string(m.what) + " | " + valueText(value, m.unit) + " | " +
            (m.aimAtMost > 0 ? "≤ " + valueText(m.aimAtMost, m.unit) : "") + " |\n";
  }
  return any ? rows : std::string();
}

std::string ratioRows(const Results& results) {
  std::string rows;
  for (const Ratio& r : ratios()) {
    const auto value = results.get(r);
    const bool missed = value && r.aim > 0 && (r.atLeast ? *value < r.aim : *value > r.aim);
    rows += "| " + std::string(r.what) + " | " + (value ? shortNumber(*value) + "×" : "–") + " | " +
            (r.aim > 0 ? (r.atLeast ? "≥ " : "≤ ") + shortNumber(r.aim) + "×" : "") + (missed ? " (missed)" : "") + " |\n";
  }
  return rows;
}

std::string exactRows(const Results& results) {
  std::string rows;
  for (const Exactness& e : exactness()) {
    const auto value = results.exact(e.key);
    rows += "| " + std::string(e.what) + " | " + (value ? shortNumber(*value) : "–") + " | " +
            (e.limit > 0 ? "≤ " + shortNumber(e.limit) : "0") + " |\n";
  }
  return rows;
}

std::string_view keptOf(std::string_view old) {
  const auto at = old.find(kKeptBelow);
  return at == std::string_view::npos ? std::string_view() : old.substr(at);
}

}  // namespace

std::string shortNumber(double value) {
  char buffer[40];
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-3 || size >= 1e6)) {
    std::snprintf(buffer, sizeof buffer, "%.1e", value);
  } else {
    const int digits = size == 0 ? 0 : std::max(0, 2 - static_cast<int>(std::floor(std::log10(size))));
    const double step = size >= 1000 ? std::pow(10, std::floor(std::log10(size)) - 2) : 0;
    std::snprintf(buffer, sizeof buffer, "%.*f", digits, step > 0 ? std::round(value / step) * step : value);
  }
  std::string text = buffer;
  if (text.find('.') != std::string::npos && text.find('e') == std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::string makePage(const Results& results, const Machine& machine, const PageFacts& facts, std::string_view old) {
  std::string page = "# Performance\n\n";
  page += "Measured by `tonusctl bench" + std::string(facts.quick ? " --quick" : "") + "` on " + facts.date +
          ". `scripts/bench` installs what it compares with, measures on your machine and\nwrites this page. Ratios in one run hold on other machines; times do not.\n\n";
  page += "| machine | |\n| --- | --- |\n| processor | " + machine.cpu + ", " + std::to_string(machine.coresN) + " cores, " + machine.simd +
          " |\n| filter kernel | " + machine.kernelVariant + " |\n| system | " + machine.system + " |\n| compiler | " + machine.compiler +
          " |\n| Tonus | " + facts.version + " |\n\n";
  page += "![Nanoseconds per sample, ours and others](" + facts.picture + ")\n\n";
  page += "## Against others, in one run\n\n| what | ratio | aim |\n| --- | ---: | ---: |\n" + ratioRows(results) + "\n";
  for (const Section& s : kSections) {
    const std::string rows = rowsOf(results, s.prefix);
    if (rows.empty()) continue;
    page += "## " + std::string(s.title) + "\n\n" + std::string(s.how) + "\n\n| what | here | aim |\n| --- | ---: | ---: |\n" + rows + "\n";
  }
  page += "## Exact while quick\n\nChecked by every run, and by the tests.\n\n| error | here | limit |\n| --- | ---: | ---: |\n" + exactRows(results) + "\n";
  if (!results.notes.empty()) {
    page += "## Notes\n\n";
    for (const std::string& note : results.notes) page += "- " + note + "\n";
    page += "\n";
  }
  page += keptOf(old).empty() ? kKeptBelow : keptOf(old);
  if (page.back() != '\n') page += '\n';
  return page;
}

}  // namespace tonus::bench
