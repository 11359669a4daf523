#include "envelope.h"

#include <algorithm>
#include <cassert>

namespace tonus::dsp {

Envelope::Envelope(std::int64_t windowFrames, std::size_t channelsN) : window_(std::max<std::int64_t>(1, windowFrames)) {
  const auto channels = static_cast<Eigen::Index>(channelsN);
  tails_.resize(channels, window_ + 1);
  squares_.resize(channels, window_);
  head_.resize(channels);
  reset();
}

void Envelope::reset() {
  have_ = 0;
  tails_.setZero();
  squares_.setZero();
  head_.setZero();
}

void Envelope::finishStretch() {
  for (Eigen::Index i = window_; i-- > 0;) tails_.col(i) = tails_.col(i + 1) + squares_.col(i);
  squares_.setZero();
  head_.setZero();
}

void Envelope::process(std::int64_t first, std::span<const double> in, std::span<double> out) {
  const Eigen::Index channels = head_.size();
  assert(first >= 0 && in.size() == out.size() && static_cast<Eigen::Index>(in.size()) % channels == 0);
  const Eigen::Index framesN = static_cast<Eigen::Index>(in.size()) / channels;
  // Frame-major samples are a channels × frames array as they lie. Everything below is channel by channel, so that
  // neither vector width nor alignment can change a bit.
  const Eigen::Map<const Eigen::ArrayXXd> x(in.data(), channels, framesN);
  Eigen::Map<Eigen::ArrayXXd> y(out.data(), channels, framesN);
  Eigen::Index place = first % window_;
  for (Eigen::Index n = 0; n < framesN; ++n) {
    have_ = std::min(have_ + 1, window_);
    squares_.col(place) = x.col(n).square();
    head_ += squares_.col(place);
    y.col(n) = ((tails_.col(place + 1) + head_) * (1.0 / static_cast<double>(have_))).sqrt();
    if (++place == window_) {
      finishStretch();
      place = 0;
    }
  }
}

}  // namespace tonus::dsp
