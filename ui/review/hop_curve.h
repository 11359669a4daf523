#pragma once
// Envelope and line of a stored session, hop by hop, without the rest of what was shown.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "tonus/store/store.h"

namespace tonus::review {

struct HopPoint {
  double at = 0;            ///< frame
  double envelopeUv = 0;
  double thresholdUv = 0;   ///< 0 = no line
};

/// An hour of 8 channels: 26 MB.
struct HopCurve {
  std::size_t channelsN = 0;
  std::vector<std::int64_t> at;                  ///< frames, ascending
  std::vector<float> envelopeUv, thresholdUv;    ///< hop × channel

  /// Of one channel in [from, to] frames.
  std::vector<HopPoint> points(std::size_t channel, double from, double to) const;
};

/// Hops that end in (from, to]. `goOn` is asked now and then; where it says no, what was read by then comes back.
core::Result<std::shared_ptr<const HopCurve>> readHops(store::SessionReader& reader, core::SampleIndex from, core::SampleIndex to,
                                                       const std::function<bool()>& goOn = {});

}  // namespace tonus::review
