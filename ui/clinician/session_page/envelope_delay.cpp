#include "clinician/session_page/envelope_delay.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tonus/dsp/signal_chain.h"

namespace tonus::clinician {
namespace {

double measure(const dsp::ChainSettings& settings, double fs) {
  dsp::SignalChain chain(settings, fs, 1);
  const auto quiet = static_cast<std::size_t>(chain.warmUpFrames()) + static_cast<std::size_t>(0.2 * fs);
  const auto loud = static_cast<std::size_t>(fs * (0.5 + 2 * settings.rmsWindowMs / 1000));
  const double high = std::min(settings.bandHighHz, 0.45 * fs);
  const double turns = std::sqrt(std::max(1.0, settings.bandLowHz) * high) / fs;
  std::vector<double> in(quiet + loud, 0.0), filtered(in.size()), envelope(in.size());
  for (std::size_t i = 0; i < loud; ++i)
    in[quiet + i] = std::sin(2 * std::numbers::pi * turns * static_cast<double>(i));
  std::vector<core::MetricValue> metrics;
  chain.process({0}, in, filtered, envelope, metrics);
  const auto start = envelope.begin() + static_cast<std::ptrdiff_t>(quiet);
  const double half = envelope.back() / 2;
  const auto there = std::find_if(start, envelope.end(), [half](double v) { return v >= half; });
  return 1000.0 * static_cast<double>(there - start + 1) / fs;
}

}  // namespace

double EnvelopeDelay::halfMs(const dsp::ChainSettings& settings, double sampleRateHz) {
  if (sampleRateHz != sampleRateHz_ || !(settings == settings_)) {
    halfMs_ = measure(settings, sampleRateHz);
    settings_ = settings;
    sampleRateHz_ = sampleRateHz;
  }
  return halfMs_;
}

}  // namespace tonus::clinician
