#include "tonus/dsp/envelope.h"

#include <Eigen/Core>
#include <algorithm>
#include <cassert>

namespace tonus::dsp {

namespace {

/// kWidth channels of one frame. Each for itself, so that neither vector width nor alignment can change a bit.
template <int kWidth>
void step(const double* in, const double* tail, double scale, double* square, double* head, double* out) {
  using Lanes = Eigen::Array<double, kWidth, 1>;
  const Lanes squares = Eigen::Map<const Lanes>(in).square();
  const Lanes sums = Eigen::Map<const Lanes>(head) + squares;
  Eigen::Map<Lanes>{square} = squares;
  Eigen::Map<Lanes>{head} = sums;
  Eigen::Map<Lanes>{out} = ((Eigen::Map<const Lanes>(tail) + sums) * scale).sqrt();
}

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
  for (std::size_t i = squares_.size(); i-- > 0;) tails_[i] = tails_[i + channelsN_] + squares_[i];
  std::fill(squares_.begin(), squares_.end(), 0.0);
  std::fill(head_.begin(), head_.end(), 0.0);
}

void Envelope::process(std::int64_t first, std::span<const double> in, std::span<double> out) {
  assert(first >= 0 && in.size() == out.size() && in.size() % channelsN_ == 0);
  double scale = 1.0 / static_cast<double>(window_);
  std::int64_t place = first % window_;
  for (std::size_t n = 0; n < in.size(); n += channelsN_) {
    if (have_ < window_) scale = 1.0 / static_cast<double>(++have_);
    const std::size_t row = static_cast<std::size_t>(place) * channelsN_;
    const double* tail = &tails_[row + channelsN_];
    std::size_t c = 0;
    for (; c + 8 <= channelsN_; c += 8) step<8>(&in[n + c], tail + c, scale, &squares_[row + c], &head_[c], &out[n + c]);
    for (; c < channelsN_; ++c) step<1>(&in[n + c], tail + c, scale, &squares_[row + c], &head_[c], &out[n + c]);
    if (++place < window_) continue;
    finishStretch();
    place = 0;
  }
}

}  // namespace tonus::dsp
