#include "tonus/dsp/filter_bank.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "filter_kernel.h"

namespace tonus::dsp {

namespace {

// Rows worked on at once: a tile's scratch stays in the first-level cache, and with it every pass but the first and
// last, however far apart the rows of many channels lie.
constexpr std::size_t kSubBlock = 32;

// Flushing to zero alone leaves a resonant section ringing for ever at the smallest normal number: rounding there is as
// coarse as the state itself. So every so many frames since the start, wherever blocks end, what is this far below
// anything measurable becomes 0.
constexpr std::size_t kRestFrames = 1024;
constexpr double kNothing = 1e-100;

/// At most kMaxFused sections that run in one pass.
struct Pass {
  std::size_t first, sectionsN;
  double gain;
};

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

struct FilterBank::Impl {
  const FilterKernel& kernel;
  std::size_t channelsN;
  std::size_t lanes;  ///< of a tile: 1 for a single channel
  FilterKernel::Run run;
  double gain = 1;
  std::vector<KernelSection> sections;
  std::vector<Pass> passes;
  std::vector<double> states;   ///< tile × section × 2 × lane
  std::vector<double> scratch;  ///< kSubBlock × lanes
  std::size_t toRest = kRestFrames;

  Impl(std::span<const Biquad> given, std::size_t channels, const FilterKernel& k);
  double& state(std::size_t section, std::size_t which, std::size_t channel);
  void reset();
  void settle(std::span<const double> frame);
  void process(std::span<const double> in, std::span<double> out);
  void processTile(std::size_t tile, std::span<const double> in, std::span<double> out, std::size_t framesN);
};

FilterBank::Impl::Impl(std::span<const Biquad> given, std::size_t channels, const FilterKernel& k)
    : kernel(k), channelsN(channels), lanes(channels == 1 ? 1 : FilterKernel::kTileLanes) {
  assert(channels > 0);
  for (const Biquad& b : given) sections.push_back({b.b0, b.b1, b.b2, b.a1, b.a2});
  const bool structured = makeStructured(sections, gain);
  if (lanes == 1)
    run = structured ? kernel.structuredSingle : kernel.genericSingle;
  else
    run = structured ? kernel.structuredTile : kernel.genericTile;

  // Passes of nearly equal length: 7 sections as 4 + 3. A single channel waits on its own results rather than on
  // registers.
  const std::size_t n = sections.size();
  const std::size_t fusedN = lanes == 1 ? FilterKernel::kMaxFused : kernel.tileFused;
  const std::size_t passesN = (n + fusedN - 1) / fusedN;
  for (std::size_t p = 0; p < passesN; ++p) {
    const std::size_t first = p * n / passesN;
    passes.push_back({first, (p + 1) * n / passesN - first, p == 0 ? gain : 1.0});
  }
  const std::size_t tilesN = (channels + lanes - 1) / lanes;
  states.assign(tilesN * n * 2 * lanes, 0.0);
  scratch.assign(kSubBlock * lanes, 0.0);
}

double& FilterBank::Impl::state(std::size_t section, std::size_t which, std::size_t channel) {
  const std::size_t tile = channel / lanes;
  return states[((tile * sections.size() + section) * 2 + which) * lanes + channel % lanes];
}

void FilterBank::Impl::reset() {
  std::fill(states.begin(), states.end(), 0.0);
  toRest = kRestFrames;
}

void FilterBank::Impl::settle(std::span<const double> frame) {
  assert(frame.size() == channelsN);
  reset();
  for (std::size_t c = 0; c < channelsN; ++c) {
    double x = frame[c] * gain;
    for (std::size_t k = 0; k < sections.size(); ++k) {
      const KernelSection& s = sections[k];
      const double y = x * (s.b0 + s.b1 + s.b2) / (1 + s.a1 + s.a2);
      state(k, 0, c) = y - s.b0 * x;
      state(k, 1, c) = s.b2 * x - s.a2 * y;
      x = y;
    }
  }
}

void FilterBank::Impl::process(std::span<const double> in, std::span<double> out) {
  assert(in.size() == out.size() && in.size() % channelsN == 0);
  if (passes.empty()) {
    if (in.data() != out.data()) std::copy(in.begin(), in.end(), out.begin());
    return;
  }
  const std::size_t framesN = in.size() / channelsN;
  for (std::size_t first = 0, n = 0; first < framesN; first += n) {
    n = std::min({kSubBlock, framesN - first, toRest});
    for (std::size_t tile = 0; tile * lanes < channelsN; ++tile)
      processTile(tile, in.subspan(first * channelsN), out.subspan(first * channelsN), n);
    toRest -= n;
    if (toRest > 0) continue;
    toRest = kRestFrames;
    for (double& s : states) s = std::abs(s) < kNothing ? 0.0 : s;
  }
}

void FilterBank::Impl::processTile(std::size_t tile, std::span<const double> in, std::span<double> out,
                                   std::size_t framesN) {
  const std::size_t firstChannel = tile * lanes;
  const std::size_t used = std::min(lanes, channelsN - firstChannel);
  const bool padded = used < lanes;
  const double* src = in.data() + firstChannel;
  std::size_t srcStride = channelsN;
  if (padded) {
    for (std::size_t n = 0; n < framesN; ++n) std::copy_n(src + n * channelsN, used, scratch.data() + n * lanes);
    src = scratch.data();
    srcStride = lanes;
  }
  double* tileState = states.data() + tile * sections.size() * 2 * lanes;
  for (const Pass& pass : passes) {
    const bool last = &pass == &passes.back();
    double* dst = last && !padded ? out.data() + firstChannel : scratch.data();
    const std::size_t dstStride = last && !padded ? channelsN : lanes;
    run(&sections[pass.first], pass.sectionsN, pass.gain, tileState + pass.first * 2 * lanes, src, srcStride, dst,
         dstStride, framesN);
    src = dst;
    srcStride = dstStride;
  }
  if (!padded) return;
  for (std::size_t n = 0; n < framesN; ++n)
    std::copy_n(scratch.data() + n * lanes, used, out.data() + firstChannel + n * channelsN);
}

FilterBank::FilterBank(std::span<const Biquad> sections, std::size_t channelsN, std::string_view variant)
    : impl_(std::make_unique<Impl>(sections, channelsN, filterKernel(variant))) {}
FilterBank::~FilterBank() = default;
FilterBank::FilterBank(FilterBank&&) noexcept = default;
FilterBank& FilterBank::operator=(FilterBank&&) noexcept = default;

std::string_view FilterBank::variant() const { return impl_->kernel.variant; }
void FilterBank::reset() { impl_->reset(); }
bool FilterBank::atRest() const {
  return std::all_of(impl_->states.begin(), impl_->states.end(), [](double s) { return s == 0; });
}
void FilterBank::settle(std::span<const double> frame) { impl_->settle(frame); }
void FilterBank::process(std::span<const double> in, std::span<double> out) { impl_->process(in, out); }

}  // namespace tonus::dsp
