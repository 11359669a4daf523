#include "metrics/hop_spectrum.h"

#include <algorithm>
#include <cmath>

namespace tonus::dsp {

void HopSpectrumMetric::reset(double sampleRateHz, std::size_t channelsN, double bandLowHz, double bandHighHz) {
  const auto n = static_cast<std::size_t>(std::max<std::int64_t>(2, std::llround(sampleRateHz)));
  if (!spectrum_ || n != windowN_ || std::abs(spectrum_->binHz() * static_cast<double>(n) - sampleRateHz) > 1e-9)
    spectrum_.emplace(n, sampleRateHz);
  channelsN_ = channelsN;
  lowHz_ = bandLowHz;
  highHz_ = bandHighHz;
  windowN_ = n;
  hop_ = std::max<std::int64_t>(1, std::llround(0.25 * sampleRateHz));
  seen_ = 0;
  ring_.assign(n * channelsN, 0.0);
  window_.assign(n, 0.0);
}

void HopSpectrumMetric::push(core::SampleIndex first, std::span<const double> filtered,
                             std::vector<core::MetricValue>& out) {
  const std::size_t framesN = filtered.size() / channelsN_;
  for (std::size_t n = 0; n < framesN; ++n) {
    const std::size_t slot = static_cast<std::size_t>(seen_) % windowN_;
    for (std::size_t c = 0; c < channelsN_; ++c) ring_[c * windowN_ + slot] = filtered[n * channelsN_ + c];
    ++seen_;
    const core::SampleIndex at = first + static_cast<std::int64_t>(n) + 1;
    if (at.value % hop_ == 0 && seen_ >= static_cast<std::int64_t>(windowN_)) emit(at, out);
  }
}

void HopSpectrumMetric::emit(core::SampleIndex at, std::vector<core::MetricValue>& out) {
  const auto oldest = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(seen_) % windowN_);
  for (std::size_t c = 0; c < channelsN_; ++c) {
    const auto begin = ring_.begin() + static_cast<std::ptrdiff_t>(c * windowN_);
    std::rotate_copy(begin, begin + oldest, begin + static_cast<std::ptrdiff_t>(windowN_), window_.begin());
    const auto psd = spectrum_->compute(window_.data());
    if (const auto value = rule_(psd, spectrum_->binHz(), lowHz_, highHz_))
      out.push_back({index_, static_cast<std::uint16_t>(c), at, *value});
  }
}

}  // namespace tonus::dsp
