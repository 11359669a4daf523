#include "envelope.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tonus::dsp {

Envelope::Envelope(std::int64_t windowFrames, std::size_t channelsN)
    : window_(std::max<std::int64_t>(1, windowFrames)), channelsN_(channelsN) {
  const auto n = static_cast<std::size_t>(window_) * channelsN_;
  tails_.resize(n + channelsN_);
  squares_.resize(n);
  head_.resize(channelsN_);
  reset();
}

void Envelope::reset() {
  have_ = 0;
  std::fill(tails_.begin(), tails_.end(), 0.0);
  std::fill(squares_.begin(), squares_.end(), 0.0);
  std::fill(head_.begin(), head_.end(), 0.0);
}

void Envelope::finishStretch() {
  for (std::size_t i = static_cast<std::size_t>(window_); i-- > 0;) {
    double* row = tails_.data() + i * channelsN_;
    const double* square = squares_.data() + i * channelsN_;
    for (std::size_t c = 0; c < channelsN_; ++c) row[c] = row[c + channelsN_] + square[c];
  }
  std::fill(squares_.begin(), squares_.end(), 0.0);
  std::fill(head_.begin(), head_.end(), 0.0);
}

void Envelope::process(std::int64_t first, std::span<const double> in, std::span<double> out) {
  assert(first >= 0 && in.size() == out.size() && in.size() % channelsN_ == 0);
  const std::size_t framesN = in.size() / channelsN_;
  std::int64_t place = first % window_;
  for (std::size_t n = 0; n < framesN; ++n) {
    have_ = std::min(have_ + 1, window_);
    const double perFrame = 1.0 / static_cast<double>(have_);
    const double* x = in.data() + n * channelsN_;
    double* y = out.data() + n * channelsN_;
    double* square = squares_.data() + static_cast<std::size_t>(place) * channelsN_;
    const double* tail = tails_.data() + static_cast<std::size_t>(place + 1) * channelsN_;
    for (std::size_t c = 0; c < channelsN_; ++c) {
      square[c] = x[c] * x[c];
      head_[c] += square[c];
      y[c] = std::sqrt((tail[c] + head_[c]) * perFrame);
    }
    if (++place == window_) {
      finishStretch();
      place = 0;
    }
  }
}

}  // namespace tonus::dsp
