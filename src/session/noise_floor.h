#pragma once
// The noise floor of each channel: the median RMS of whole usable seconds, with the muscle at rest. As much of it as the
// muscle still gives is in it: an upper bound of what skin and electronics give by themselves.

#include <algorithm>
#include <vector>

#include "hop_power.h"

namespace tonus::session {

class NoiseFloor {
 public:
  NoiseFloor(std::size_t channelsN, double longestS) : seconds_(channelsN), hopsN_(channelsN) {
    for (auto& s : seconds_) s.reserve(static_cast<std::size_t>(longestS) + 2);
  }

  void begin() {
    for (auto& s : seconds_) s.clear();
    std::fill(hopsN_.begin(), hopsN_.end(), 0);
  }
  void hop(const HopPower& power) {
    for (std::size_t c = 0; c < seconds_.size(); ++c) {
      hopsN_[c] = power.rmsUv(c, 1) ? hopsN_[c] + 1 : 0;  // seconds lie end to end; one with a hole begins anew
      if (hopsN_[c] < power.hopsPerS()) continue;
      hopsN_[c] = 0;
      if (const auto rms = power.rmsUv(c, power.hopsPerS()); rms && seconds_[c].size() < seconds_[c].capacity())
        seconds_[c].push_back(*rms);
    }
  }
  std::size_t secondsN(std::size_t channel) const { return seconds_[channel].size(); }
  /// nullopt with less than three usable seconds.
  std::optional<double> medianUv(std::size_t channel) {
    auto& s = seconds_[channel];
    if (s.size() < 3) return std::nullopt;
    std::sort(s.begin(), s.end());
    const std::size_t half = s.size() / 2;
    return s.size() % 2 == 1 ? s[half] : (s[half - 1] + s[half]) / 2;
  }

 private:
  std::vector<std::vector<double>> seconds_;
  std::vector<std::size_t> hopsN_;
};

}  // namespace tonus::session
