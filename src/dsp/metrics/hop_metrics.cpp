#include "metrics/hop_metrics.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace tonus::dsp {

namespace {
std::size_t framesOf(double seconds, double rateHz, std::int64_t least) {
  return static_cast<std::size_t>(std::max<std::int64_t>(least, std::llround(seconds * rateHz)));
}
}  // namespace

HopMetrics::HopMetrics(double rateHz, std::size_t channelsN, double bandLowHz, double bandHighHz)
    : spectrum_(framesOf(1.0, rateHz, 2), rateHz),
      channelsN_(channelsN),
      window_{{}, rateHz, {}, spectrum_.binHz(), bandLowHz, bandHighHz},
      windowN_(spectrum_.samplesN()),
      hopN_(framesOf(0.25, rateHz, 1)),
      roomN_(windowN_ + hopN_),
      past_(channelsN * roomN_) {}

void HopMetrics::reset() { filled_ = 0; }

void HopMetrics::push(core::SampleIndex first, std::span<const double> filtered, std::vector<core::MetricValue>& out) {
  while (!filtered.empty()) {
    const std::size_t toHop = hopN_ - static_cast<std::size_t>(first.value) % hopN_;
    const std::size_t framesN = std::min(toHop, filtered.size() / channelsN_);
    keep(filtered.first(framesN * channelsN_));
    first = first + static_cast<std::int64_t>(framesN);
    filtered = filtered.subspan(framesN * channelsN_);
    if (framesN == toHop && filled_ >= windowN_) emit(first, out);
  }
}

// At most one hop's frames, which is less than a window.
void HopMetrics::keep(std::span<const double> filtered) {
  const std::size_t framesN = filtered.size() / channelsN_;
  const std::size_t surplus = filled_ + framesN > roomN_ ? filled_ + framesN - windowN_ : 0;
  for (std::size_t c = 0; c < channelsN_; ++c) {
    double* past = &past_[c * roomN_];
    if (surplus > 0) std::copy(past + surplus, past + filled_, past);
    double* to = past + filled_ - surplus;
    for (std::size_t n = 0; n < framesN; ++n) to[n] = filtered[n * channelsN_ + c];
  }
  filled_ = filled_ - surplus + framesN;
}

void HopMetrics::emit(core::SampleIndex at, std::vector<core::MetricValue>& out) {
  const auto rows = metricRegistry();
  const auto before = static_cast<std::ptrdiff_t>(out.size());
  for (std::size_t c = 0; c < channelsN_; ++c) {
    window_.filtered = {&past_[c * roomN_ + filled_ - windowN_], windowN_};
    window_.psd = spectrum_.compute(window_.filtered.data());
    for (std::size_t m = 0; m < rows.size(); ++m)
      if (const auto value = rows[m].rule(window_))
        out.push_back({static_cast<std::uint16_t>(m), static_cast<std::uint16_t>(c), at, *value});
  }
  std::sort(out.begin() + before, out.end(), [](const core::MetricValue& a, const core::MetricValue& b) {
    return std::tie(a.metric, a.channel) < std::tie(b.metric, b.channel);
  });
}

}  // namespace tonus::dsp
