#include "filter_bank.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace tonus::dsp {

namespace {

// Rows worked on at once: a tile's scratch stays in the first-level cache, and with it every pass but the first and
// last, however far apart the rows of many channels lie.
constexpr std::size_t kSubBlock = 32;

/// Gains taken out, so that the numerator is (1, b1, 1). False if a section has no such form (odd Butterworth orders).
bool makeStructured(std::vector<KernelSection>& sections, double& gain) {
  for (const KernelSection& s : sections)
    if (s.b0 == 0 || s.b2 != s.b0) return false;
  for (KernelSection& s : sections) {
    gain *= s.b0;
    s.b1 /= s.b0;
    s.b0 = s.b2 = 1;
  }
  return true;
}

}  // namespace

FilterBank::FilterBank(std::span<const Biquad> sections, std::size_t channelsN, const FilterKernel& kernel)
    : kernel_(kernel), channelsN_(channelsN), lanes_(channelsN == 1 ? 1 : FilterKernel::kTileLanes) {
  assert(channelsN > 0);
  for (const Biquad& b : sections) sections_.push_back({b.b0, b.b1, b.b2, b.a1, b.a2});
  const bool structured = makeStructured(sections_, gain_);
  if (lanes_ == 1)
    run_ = structured ? kernel_.structuredSingle : kernel_.genericSingle;
  else
    run_ = structured ? kernel_.structuredTile : kernel_.genericTile;

  // Passes of nearly equal length: 7 sections as 4 + 3. A tile of more would not fit the registers; a single channel
  // waits on its own results rather than on registers.
  const std::size_t n = sections_.size();
  const std::size_t fusedN = lanes_ == 1 ? FilterKernel::kMaxFused : FilterKernel::kMaxFused / 2;
  const std::size_t passesN = (n + fusedN - 1) / fusedN;
  for (std::size_t p = 0; p < passesN; ++p) {
    const std::size_t first = p * n / passesN;
    passes_.push_back({first, (p + 1) * n / passesN - first, p == 0 ? gain_ : 1.0});
  }
  const std::size_t tilesN = (channelsN + lanes_ - 1) / lanes_;
  state_.assign(tilesN * n * 2 * lanes_, 0.0);
  scratch_.assign(kSubBlock * lanes_, 0.0);
}

double& FilterBank::state(std::size_t section, std::size_t which, std::size_t channel) {
  const std::size_t tile = channel / lanes_;
  return state_[((tile * sections_.size() + section) * 2 + which) * lanes_ + channel % lanes_];
}

void FilterBank::reset() { std::fill(state_.begin(), state_.end(), 0.0); }

void FilterBank::settle(std::span<const double> frame) {
  assert(frame.size() == channelsN_);
  reset();
  for (std::size_t c = 0; c < channelsN_; ++c) {
    double x = frame[c] * gain_;
    for (std::size_t k = 0; k < sections_.size(); ++k) {
      const KernelSection& s = sections_[k];
      const double y = x * (s.b0 + s.b1 + s.b2) / (1 + s.a1 + s.a2);
      state(k, 0, c) = y - s.b0 * x;
      state(k, 1, c) = s.b2 * x - s.a2 * y;
      x = y;
    }
  }
}

void FilterBank::process(std::span<const double> in, std::span<double> out) {
  assert(in.size() == out.size() && in.size() % channelsN_ == 0);
  if (passes_.empty()) {
    if (in.data() != out.data()) std::copy(in.begin(), in.end(), out.begin());
    return;
  }
  const std::size_t framesN = in.size() / channelsN_;
  for (std::size_t first = 0; first < framesN; first += kSubBlock) {
    const std::size_t n = std::min(kSubBlock, framesN - first);
    for (std::size_t tile = 0; tile * lanes_ < channelsN_; ++tile)
      processTile(tile, in.subspan(first * channelsN_), out.subspan(first * channelsN_), n);
  }
}

void FilterBank::processTile(std::size_t tile, std::span<const double> in, std::span<double> out, std::size_t framesN) {
  const std::size_t firstChannel = tile * lanes_;
  const std::size_t used = std::min(lanes_, channelsN_ - firstChannel);
  const bool padded = used < lanes_;
  const double* src = in.data() + firstChannel;
  std::size_t srcStride = channelsN_;
  if (padded) {
    for (std::size_t n = 0; n < framesN; ++n) std::copy_n(src + n * channelsN_, used, scratch_.data() + n * lanes_);
    src = scratch_.data();
    srcStride = lanes_;
  }
  double* tileState = state_.data() + tile * sections_.size() * 2 * lanes_;
  for (const Pass& pass : passes_) {
    const bool last = &pass == &passes_.back();
    double* dst = last && !padded ? out.data() + firstChannel : scratch_.data();
    const std::size_t dstStride = last && !padded ? channelsN_ : lanes_;
    run_(&sections_[pass.first], pass.sectionsN, pass.gain, tileState + pass.first * 2 * lanes_, src, srcStride, dst,
         dstStride, framesN);
    src = dst;
    srcStride = dstStride;
  }
  if (!padded) return;
  for (std::size_t n = 0; n < framesN; ++n)
    std::copy_n(scratch_.data() + n * lanes_, used, out.data() + firstChannel + n * channelsN_);
}

}  // namespace tonus::dsp
