#include "look_back.h"

#include <algorithm>
#include <cmath>

namespace tonus::feedback {

namespace {
constexpr double kEntryS = 0.04;
constexpr double kMostEase = 4;
constexpr int kHalvings = 10;
}  // namespace

LookBack::LookBack(const std::vector<ChannelRule>& channels, double hopS, std::int64_t noticeHops, double windowS)
    : channelsN_(channels.size()),
      capacity_(0),
      everyHops_(std::max<std::int64_t>(1, std::llround(kEntryS / hopS))),
      noticeEntries_(static_cast<std::size_t>((noticeHops + everyHops_ - 1) / everyHops_)),
      entryS_(static_cast<double>(everyHops_) * hopS),
      tried_(channels, entryS_),
      now_(channels.size()),
      eased_(channels.size(), 1) {
  capacity_ = entries(windowS) + 1;
  uv_.resize(capacity_ * channelsN_);
  states_.resize(capacity_);
}

std::size_t LookBack::entries(double windowS) const {
  const auto wanted = static_cast<std::size_t>(std::ceil(windowS / entryS_));
  return capacity_ == 0 ? wanted : std::min(wanted, filled_);
}

double LookBack::seconds(double windowS) const { return static_cast<double>(entries(windowS)) * entryS_; }

void LookBack::hop(std::span<const double> envelopeUv, const HopState& state, bool counts) {
  if (!counts || ++sinceEntry_ < everyHops_) return;
  sinceEntry_ = 0;
  std::ranges::transform(envelopeUv, uv_.begin() + static_cast<std::ptrdiff_t>(next_ * channelsN_),
                         [](double uv) { return static_cast<float>(uv); });
  states_[next_] = state;
  next_ = (next_ + 1) % capacity_;
  filled_ = std::min(filled_ + 1, capacity_);
  fresh_ = std::min(fresh_ + 1, noticeEntries_);
}

void LookBack::forget() {
  const std::size_t n = std::min(fresh_, filled_);
  next_ = (next_ + capacity_ - n) % capacity_;
  filled_ -= n;
  fresh_ = 0;
  sinceEntry_ = 0;
}

double LookBack::share(const Judge& judge, std::span<const std::size_t> which, std::span<const double> ease,
                       double windowS) {
  for (const std::size_t c : which) {
    tried_[c].settings = judge[c].settings;
    tried_[c].rule->ease(ease[c], tried_[c].settings);
  }
  tried_.interrupt();
  const std::size_t n = entries(windowS);
  std::size_t judged = 0, inTarget = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t entry = (next_ + capacity_ - n + i) % capacity_;
    std::ranges::copy(std::span(uv_).subspan(entry * channelsN_, channelsN_), now_.begin());
    tried_.stepOnly(which, now_, states_[entry]);
    judged += std::ranges::all_of(which, [&](std::size_t c) { return tried_[c].line.judged; }) ? 1 : 0;
    inTarget += std::ranges::all_of(which, [&](std::size_t c) { return tried_[c].inTarget; }) ? 1 : 0;
  }
  return judged > 0 ? static_cast<double>(inTarget) / static_cast<double>(judged) : 0;
}

double LookBack::fit(const Judge& judge, std::span<const std::size_t> which, std::span<const double> ease,
                     double windowS, double aim) {
  double harder = -std::log(kMostEase), easier = std::log(kMostEase);
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (harder + easier) / 2;
    for (const std::size_t c : which) eased_[c] = ease[c] * std::exp(middle);
    (share(judge, which, eased_, windowS) < aim ? harder : easier) = middle;
  }
  return std::exp((harder + easier) / 2);
}

}  // namespace tonus::feedback
