#pragma once
// The median resting envelope of each channel over a phase of rest, from usable hops only.

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "tonus/core/channel_list.h"
#include "tonus/core/quality.h"

namespace tonus::session {

class BaselineMedian {
 public:
  /// Room for `longestS` of hops is made here, so that push() does not allocate.
  BaselineMedian(std::size_t channelsN, double longestS, double hopsPerS)
      : hops_(channelsN), hopsPerS_(hopsPerS), leastHops_(static_cast<std::size_t>(std::ceil(hopsPerS))) {
    for (auto& h : hops_) h.reserve(static_cast<std::size_t>(longestS * hopsPerS) + 2);
  }

  void push(std::span<const double> envelopeUv, const core::ChannelList<core::ChannelQuality>& quality) {
    for (std::size_t c = 0; c < hops_.size(); ++c)
      if (quality[c].usable()) hops_[c].push_back(envelopeUv[c]);
  }

  /// nullopt with less than one second of usable signal.
  std::optional<double> median(std::size_t channel) {
    auto& h = hops_[channel];
    if (h.size() < leastHops_) return std::nullopt;
    const auto middle = h.begin() + static_cast<std::ptrdiff_t>(h.size() / 2);
    std::nth_element(h.begin(), middle, h.end());
    if (h.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(h.begin(), middle)) / 2;
  }

  double seconds(std::size_t channel) const { return static_cast<double>(hops_[channel].size()) / hopsPerS_; }

  void clear() {
    for (auto& h : hops_) h.clear();
  }

 private:
  std::vector<std::vector<double>> hops_;
  double hopsPerS_;
  std::size_t leastHops_;
};

}  // namespace tonus::session
