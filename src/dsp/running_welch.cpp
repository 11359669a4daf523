#include <algorithm>
#include <cassert>

#include "tonus/dsp/spectrum.h"

namespace tonus::dsp {

RunningWelch::RunningWelch(std::size_t segmentN, std::size_t hopN, std::size_t segmentsN, double rateHz)
    : spectrum_(segmentN, rateHz), segmentN_(segmentN), hopN_(hopN), capacity_(segmentsN) {
  assert(hopN >= 1 && hopN <= segmentN && segmentsN >= 1);
  const std::size_t binsN = segmentN / 2 + 1;
  samples_.resize(segmentN);
  kept_.resize(capacity_ * binsN);
  tails_.resize((capacity_ + 1) * binsN);
  head_.resize(binsN);
  average_.resize(binsN);
  clear();
}

void RunningWelch::clear() {
  filled_ = have_ = place_ = 0;
  for (auto* sums : {&kept_, &tails_, &head_, &average_}) std::fill(sums->begin(), sums->end(), 0.0);
}

double RunningWelch::binHz() const { return spectrum_.binHz(); }
std::size_t RunningWelch::segmentsN() const { return have_; }

std::size_t RunningWelch::push(const double* x, std::size_t n, std::size_t stride) {
  std::size_t ended = 0;
  while (n > 0) {
    const std::size_t take = std::min(n, segmentN_ - filled_);
    for (std::size_t i = 0; i < take; ++i) samples_[filled_ + i] = x[i * stride];
    filled_ += take;
    x += take * stride;
    n -= take;
    if (filled_ < segmentN_) break;
    finishSegment();
    ++ended;
    std::copy(samples_.begin() + static_cast<std::ptrdiff_t>(hopN_), samples_.end(), samples_.begin());
    filled_ = segmentN_ - hopN_;
  }
  return ended;
}

// As in Envelope: the newest segments are the tail of the last stretch and the head of this one, so a sum is never
// mended by subtraction and a spectrum with a NaN is gone once its segment is.
void RunningWelch::finishSegment() {
  const auto psd = spectrum_.compute(samples_.data());
  const std::size_t binsN = psd.size();
  have_ = std::min(have_ + 1, capacity_);
  const double scale = 1.0 / static_cast<double>(have_);
  double* kept = &kept_[place_ * binsN];
  const double* tail = &tails_[(place_ + 1) * binsN];
  std::copy(psd.begin(), psd.end(), kept);
  for (std::size_t k = 0; k < binsN; ++k) head_[k] += kept[k];
  for (std::size_t k = 0; k < binsN; ++k) average_[k] = (tail[k] + head_[k]) * scale;
  if (++place_ < capacity_) return;
  for (std::size_t i = capacity_ * binsN; i-- > 0;) tails_[i] = tails_[i + binsN] + kept_[i];
  std::fill(head_.begin(), head_.end(), 0.0);
  place_ = 0;
}

}  // namespace tonus::dsp
