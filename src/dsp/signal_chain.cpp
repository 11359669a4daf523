#include "tonus/dsp/signal_chain.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "chain_design.h"
#include "metrics/hop_metrics.h"
#include "tonus/dsp/envelope.h"
#include "tonus/dsp/filter_bank.h"
#include "tonus/dsp/flush_to_zero.h"
#include "tonus/dsp/biquad.h"

namespace tonus::dsp {

namespace {

// Frames until a section's slowest transient is down to `residue`. Poles z1, z2 of z² + a1 z + a2.
double settlingFrames(const Biquad& s, double residue) {
  const double disc = s.a1 * s.a1 / 4 - s.a2;
  const double radius = disc < 0 ? std::sqrt(s.a2) : std::abs(s.a1) / 2 + std::sqrt(disc);
  return radius > 0 ? std::log(residue) / std::log(radius) : 0;
}

// A band-pass starts wrong by as much as the first sample's luck (settled) or the electrode's offset (from zero): 0.1
// %. A notch starts right but for the hum it has not learned yet: 5 %.
std::int64_t warmUp(const ChainSettings& s, double rateHz) {
  const auto chain = designChain(s, rateHz);
  const std::size_t notches = static_cast<std::size_t>(notchesN(s, rateHz));
  double frames = 0;
  for (std::size_t k = 0; k < chain.size(); ++k)
    frames = std::max(frames, settlingFrames(chain[k], k + notches < chain.size() ? 1e-3 : 0.05));
  return rmsFrames(s, rateHz) + static_cast<std::int64_t>(std::ceil(frames));
}

// Nothing an amplifier delivers; one such value in a recursive filter would stay in it for ever.
bool isSignal(double x) { return std::abs(x) < 1e15; }

}  // namespace

struct SignalChain::Impl {
  ChainSettings settings;
  std::size_t channelsN;
  std::int64_t warmUpFrames;
  FilterBank filters;
  Envelope envelope;
  HopMetrics metrics;
  std::vector<double> lastGood;  ///< per channel, stands in for a value that is none
  bool fresh = true;

  Impl(const ChainSettings& s, double rate, std::size_t channels, std::string_view variant)
      : settings(s),
        channelsN(channels),
        warmUpFrames(warmUp(s, rate)),
        filters(designChain(s, rate), channels, variant),
        envelope(rmsFrames(s, rate), channels),
        metrics(rate, channels, s.bandLowHz, upperEdgeHz(s, rate)),
        lastGood(channels, 0.0) {}

  void restart() {
    fresh = true;
    filters.reset();
    envelope.reset();
    std::fill(lastGood.begin(), lastGood.end(), 0.0);
    metrics.reset();
  }

  /// Filters run on with the channel's last good value; the output there is marked as no value.
  void filter(std::span<const double> in, std::span<double> out) {
    const bool clean = std::all_of(in.begin(), in.end(), isSignal);
    if (!clean || fresh) {
      for (std::size_t i = 0; i < in.size(); ++i) {
        double& good = lastGood[i % channelsN];
        out[i] = good = isSignal(in[i]) ? in[i] : good;
        if (i + 1 == channelsN && fresh && settings.startSettled) filters.settle(lastGood);
      }
      fresh = false;
    } else {
      std::copy(in.end() - static_cast<std::ptrdiff_t>(channelsN), in.end(), lastGood.begin());
    }
    if (clean) return filters.process(in, out);
    filters.process(out, out);
    for (std::size_t i = 0; i < in.size(); ++i)
      if (!isSignal(in[i])) out[i] = std::nan("");
  }
};

SignalChain::SignalChain(const ChainSettings& settings, double sampleRateHz, std::size_t channelsN,
                         std::string_view variant)
    : impl_(std::make_unique<Impl>(settings, sampleRateHz, channelsN, variant)) {}
SignalChain::~SignalChain() = default;
SignalChain::SignalChain(SignalChain&&) noexcept = default;
SignalChain& SignalChain::operator=(SignalChain&&) noexcept = default;

void SignalChain::process(core::SampleIndex first, std::span<const double> in, std::span<double> filtered,
                          std::span<double> envelope, std::vector<core::MetricValue>& metrics) {
  assert(in.size() == filtered.size() && in.size() == envelope.size() && in.size() % impl_->channelsN == 0);
  if (in.empty()) return;
  const FlushToZero guard;
  impl_->filter(in, filtered);
  impl_->envelope.process(first.value, filtered, envelope);
  impl_->metrics.push(first, filtered, metrics);
}

void SignalChain::restart() { impl_->restart(); }
std::int64_t SignalChain::warmUpFrames() const { return impl_->warmUpFrames; }
std::string_view SignalChain::variant() const { return impl_->filters.variant(); }
std::string_view SignalChain::kernelVariant() { return filterVariants().front(); }

}  // namespace tonus::dsp
