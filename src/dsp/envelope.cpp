#include "tonus/dsp/envelope.h"

#include <Eigen/Core>
#include <algorithm>
#include <cassert>

namespace tonus::dsp {

namespace {
// Frame-major samples are a channels × frames array as they lie. Everything here is channel by channel, so that neither
// vector width nor alignment can change a bit.
using Frames = Eigen::Map<Eigen::ArrayXXd>;
using ConstFrames = Eigen::Map<const Eigen::ArrayXXd>;

Eigen::Index index(std::size_t n) { return static_cast<Eigen::Index>(n); }
}  // namespace

Envelope::Envelope(std::int64_t windowFrames, std::size_t channelsN)
    : channelsN_(channelsN), window_(std::max<std::int64_t>(1, windowFrames)) {
  const auto frames = static_cast<std::size_t>(window_);
  tails_.resize((frames + 1) * channelsN);
  squares_.resize(frames * channelsN);
  head_.resize(channelsN);
  reset();
}

void Envelope::reset() {
  have_ = 0;
  for (auto* sums : {&tails_, &squares_, &head_}) std::fill(sums->begin(), sums->end(), 0.0);
}

void Envelope::finishStretch() {
  Frames tails(tails_.data(), index(channelsN_), window_ + 1);
  const ConstFrames squares(squares_.data(), index(channelsN_), window_);
  for (Eigen::Index i = window_; i-- > 0;) tails.col(i) = tails.col(i + 1) + squares.col(i);
  std::fill(squares_.begin(), squares_.end(), 0.0);
  std::fill(head_.begin(), head_.end(), 0.0);
}

void Envelope::process(std::int64_t first, std::span<const double> in, std::span<double> out) {
  assert(first >= 0 && in.size() == out.size() && in.size() % channelsN_ == 0);
  const Eigen::Index channels = index(channelsN_), framesN = index(in.size() / channelsN_);
  const ConstFrames x(in.data(), channels, framesN), tails(tails_.data(), channels, window_ + 1);
  Frames y(out.data(), channels, framesN), squares(squares_.data(), channels, window_);
  Eigen::Map<Eigen::ArrayXd> head(head_.data(), channels);
  Eigen::Index place = first % window_;
  for (Eigen::Index n = 0; n < framesN; ++n) {
    have_ = std::min(have_ + 1, window_);
    squares.col(place) = x.col(n).square();
    head += squares.col(place);
    y.col(n) = ((tails.col(place + 1) + head) * (1.0 / static_cast<double>(have_))).sqrt();
    if (++place == window_) {
      finishStretch();
      place = 0;
    }
  }
}

}  // namespace tonus::dsp
