#pragma once
// The RMS of each channel over trailing whole hops of the filtered signal, with holes wherever it was not usable.

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tonus/core/channel_list.h"
#include "tonus/core/quality.h"

namespace tonus::session {

/// No allocation after construction.
class HopPower {
 public:
  HopPower(std::size_t channelsN, std::size_t hopsPerS) : hopsN_(hopsPerS), sum_(channelsN), ring_(channelsN) {
    for (Ring& r : ring_) r.uv2.assign(hopsPerS, 0);
  }

  /// Frame-major µV.
  void frames(std::span<const double> filteredUv) {
    const std::size_t n = sum_.size();
    for (std::size_t i = 0; i < filteredUv.size(); ++i) sum_[i % n] += filteredUv[i] * filteredUv[i];
    framesN_ += filteredUv.size() / n;
  }
  /// The hop is over; `hopFrames` long when nothing of it was lost.
  void endHop(std::int64_t hopFrames, const core::ChannelList<core::ChannelQuality>& quality) {
    for (std::size_t c = 0; c < ring_.size(); ++c) {
      const bool whole = static_cast<std::int64_t>(framesN_) == hopFrames && quality[c].usable();
      ring_[c].push(sum_[c] / static_cast<double>(hopFrames), whole);
      sum_[c] = 0;
    }
    framesN_ = 0;
  }
  /// Windows begin again: nothing before now is looked back on.
  void restart() {
    for (Ring& r : ring_) r.usableN = 0;
  }
  /// Over the last `hopsN` (at most a second); nullopt while one of them was not usable or lies before restart().
  std::optional<double> rmsUv(std::size_t channel, std::size_t hopsN) const {
    const Ring& r = ring_[channel];
    if (hopsN == 0 || hopsN > hopsN_ || r.usableN < hopsN) return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < hopsN; ++i) sum += r.uv2[(r.at + hopsN_ - 1 - i) % hopsN_];
    return std::sqrt(sum / static_cast<double>(hopsN));
  }
  std::size_t hopsPerS() const { return hopsN_; }

 private:
  struct Ring {
    std::vector<double> uv2;
    std::size_t at = 0, usableN = 0;
    void push(double meanSquareUv2, bool usable) {
      uv2[at] = meanSquareUv2;
      at = (at + 1) % uv2.size();
      usableN = usable ? usableN + 1 : 0;
    }
  };
  std::size_t hopsN_;
  std::vector<double> sum_;
  std::size_t framesN_ = 0;
  std::vector<Ring> ring_;
};

}  // namespace tonus::session
