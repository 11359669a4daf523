#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <utility>
#include <vector>

#include "tonus/bench/page.h"

namespace tonus::bench {

namespace {

struct Bar {
  std::string_view title;  ///< begins a group where not empty
  std::string_view label;
  std::string_view key;
  double toSampleNs;       ///< value × this; below 0: 1 / value × -this (MB/s)
  bool ours;
};

constexpr double kPerUpdate = 1e3 / 20;  // µs for 20 new samples
constexpr double kPerSegment = 1e3 / 1024;
constexpr double kPerBlock = 1.0 / 160;
constexpr double kPacked = -3e3;  // 3 bytes a sample

constexpr Bar kBars[] = {
    {"Filters: 7 biquads, 8 channels × 20", "Tonus, f64", "dsp.filter_8x20_f64_ns", 1, true},
    {"", "Tonus, f64, any x86-64", "dsp.filter_8x20_baseline_f64_ns", 1, true},
    {"", "liquid-dsp, f32", "dsp.filter_8x20_liquid_f32_ns", 1, false},
    {"", "SciPy sosfilt, each block", "dsp.filter_8x20_scipy_ns", 1, false},
    {"Spectrum of 1024, median and mean", "Tonus", "dsp.psd1024_mdf_us", kPerSegment, true},
    {"", "FFTW, plan kept", "dsp.psd1024_fftw_held_us", kPerSegment, false},
    {"", "FFTW, planned each call", "dsp.psd1024_fftw_planned_us", kPerSegment, false},
    {"", "SciPy welch (no frequencies)", "dsp.psd1024_scipy_us", kPerSegment, false},
    {"4 s Welch average after 20 new samples", "Tonus", "dsp.welch4s_update_us", kPerUpdate, true},
    {"", "from scratch, plan kept", "dsp.welch4s_recompute_us", kPerUpdate, false},
    {"", "SciPy welch", "dsp.welch4s_scipy_us", kPerUpdate, false},
    {"Between two threads", "Tonus, blocks", "ring.block_ns", kPerBlock, true},
    {"", "Boost, blocks", "ring.boost_block_ns", kPerBlock, false},
    {"", "JACK, bytes", "ring.jack_block_ns", kPerBlock, false},
    {"", "Boost, one by one", "ring.boost_items_ns", kPerBlock, false},
    {"Packing without loss", "Tonus", "store.codec_encode_mb_s", kPacked, true},
    {"", "libFLAC 5", "store.flac5_encode_mb_s", kPacked, false},
};

struct Line {
  std::string_view title;  ///< set: the group begins above this bar
  const Bar* bar;
  double ns;
};

std::string text(const char* format, ...) __attribute__((format(printf, 1, 2)));
std::string text(const char* format, ...) {
  char buffer[600];
  va_list list;
  va_start(list, format);
  std::vsnprintf(buffer, sizeof buffer, format, list);
  va_end(list);
  return buffer;
}

constexpr double kLeft = 236, kWidth = 450, kRow = 22, kTop = 56, kGap = 34;

/// Where nanoseconds lie on the axis.
struct Axis {
  double low, high;  // decades
  double x(double ns) const { return kLeft + kWidth * (std::log10(ns) - low) / (high - low); }
};

Axis axisFor(const std::vector<Line>& lines) {
  double low = -1, high = 1;  // a bar of one nanosecond is to be seen, too
  for (const Line& line : lines) {
    low = std::min(low, std::floor(std::log10(line.ns)));
    high = std::max(high, std::log10(line.ns));
  }
  return {low, high};
}

/// A group whose first bar was not measured begins with its next one.
std::vector<Line> linesOf(const Results& results) {
  std::vector<Line> lines;
  std::string_view title;
  for (const Bar& bar : kBars) {
    if (!bar.title.empty()) title = bar.title;
    const auto value = results.get(bar.key);
    if (!value || !(*value > 0)) continue;
    lines.push_back({std::exchange(title, {}), &bar, bar.toSampleNs > 0 ? *value * bar.toSampleNs : -bar.toSampleNs / *value});
  }
  return lines;
}

// Attributes are those of a light page; the style turns them where the reader prefers dark.
constexpr const char* kStyle =
    "<style>@media (prefers-color-scheme: dark) { .ink { fill: #EDF1F5 } .soft { fill: #A7B3C0 } .grid { stroke: #2E3641 } "
    ".ours { fill: #3CC2B4 } .other { fill: #66727F } }</style>\n";

std::string numbersOf(const Axis& axis) {
  std::string out;
  for (double decade = axis.low; decade <= axis.high; ++decade)
    out += text("<text class=\"soft\" x=\"%.1f\" y=\"%.1f\" fill=\"#52606D\" font-size=\"12\" text-anchor=\"middle\">%s</text>\n",
                axis.x(std::pow(10, decade)), kTop - 8, shortNumber(std::pow(10, decade)).c_str());
  return out;
}

/// Beside one bar: titles stay free of lines.
std::string gridOf(const Axis& axis, double y) {
  std::string out;
  for (double decade = axis.low; decade <= axis.high; ++decade) {
    const double x = axis.x(std::pow(10, decade));
    out += text("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#E3E7EC\"/>\n", x, y, x, y + kRow);
  }
  return out;
}

std::string barOf(const Line& line, const Axis& axis, double y) {
  const double end = axis.x(line.ns);
  const bool ours = line.bar->ours;
  std::string out = text("<text class=\"%s\" x=\"%.0f\" y=\"%.1f\" fill=\"%s\" font-size=\"13\" text-anchor=\"end\"%s>%.*s</text>\n",
                         ours ? "ink" : "soft", kLeft - 10, y + 15, ours ? "#17202A" : "#52606D", ours ? " font-weight=\"600\"" : "",
                         static_cast<int>(line.bar->label.size()), line.bar->label.data());
  out += text("<rect class=\"%s\" x=\"%.0f\" y=\"%.1f\" width=\"%.1f\" height=\"14\" rx=\"2\" fill=\"%s\"/>\n", ours ? "ours" : "other", kLeft,
              y + 4, std::max(1.0, end - kLeft), ours ? "#0B7A75" : "#A3AEBA");
  out += text("<text class=\"ink\" x=\"%.1f\" y=\"%.1f\" fill=\"#17202A\" font-size=\"13\">%s</text>\n", end + 6, y + 15,
              shortNumber(line.ns).c_str());
  return out;
}

}  // namespace

std::string makePicture(const Results& results) {
  const auto lines = linesOf(results);
  const Axis axis = axisFor(lines);
  std::string body;
  double y = kTop;
  for (const Line& line : lines) {
    if (!line.title.empty()) {
      body += text("<text class=\"ink\" x=\"16\" y=\"%.1f\" fill=\"#17202A\" font-size=\"13\" font-weight=\"600\">%.*s</text>\n", y + 22,
                   static_cast<int>(line.title.size()), line.title.data());
      y += kGap;
    }
    body += gridOf(axis, y) + barOf(line, axis, y);
    y += kRow;
  }
  const double height = y + 16;
  return text("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 %.0f\" width=\"760\" height=\"%.0f\" role=\"img\" "
              "font-family=\"Inter, system-ui, sans-serif\">\n",
              height, height) +
         "<title>Nanoseconds per sample, ours and others, less is better</title>\n" + kStyle +
         "<text class=\"ink\" x=\"16\" y=\"24\" fill=\"#17202A\" font-size=\"15\" font-weight=\"600\">Nanoseconds per sample</text>\n" +
         "<text class=\"soft\" x=\"16\" y=\"46\" fill=\"#52606D\" font-size=\"13\">less is better; logarithmic</text>\n" +
         numbersOf(axis) + body + "</svg>\n";
}

}  // namespace tonus::bench
