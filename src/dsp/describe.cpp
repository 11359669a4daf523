#include <cstdio>

#include "chain_design.h"
#include "tonus/dsp/settings.h"

namespace tonus::dsp {

namespace {
std::string number(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", v);
  return text;
}
}  // namespace

std::string describe(const ChainSettings& s, double sampleRateHz) {
  std::string out;
  if (hasBandPass(s, sampleRateHz)) {
    out = number(s.bandLowHz) + "–" + number(upperEdgeHz(s, sampleRateHz)) + " Hz order " + number(s.bandOrder);
  } else {
    out = "no band-pass";
  }
  if (const int n = notchesN(s, sampleRateHz); n > 0)
    out += ", notch " + number(s.mainsHz) + " Hz × " + number(n) + " Q " + number(s.notchQ);
  return out + ", RMS " + number(s.rmsWindowMs) + " ms";
}

std::string problemOf(const ChainSettings& s, double sampleRateHz) {
  if (s.bandPass && !hasBandPass(s, sampleRateHz))
    return "A band from " + number(s.bandLowHz) + " to " + number(upperEdgeHz(s, sampleRateHz)) + " Hz lets nothing through";
  if (s.bandPass && s.bandOrder < 1) return "A band-pass has at least order 1";
  if (!(s.rmsWindowMs > 0)) return "An RMS window is longer than 0 ms";
  return {};
}

std::string describe(const ChainCourse& c, double sampleRateHz) {
  std::string out;
  for (const ChainFrom& part : c.parts) {
    if (!out.empty()) {
      const auto seconds = static_cast<int>(static_cast<double>(part.from.value) / sampleRateHz);
      char text[32];
      std::snprintf(text, sizeof text, "; from %d:%02d on ", seconds / 60, seconds % 60);
      out += text;
    }
    out += describe(part.chain, sampleRateHz);
  }
  return out;
}

}  // namespace tonus::dsp
