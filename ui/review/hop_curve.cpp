#include "review/hop_curve.h"

#include <algorithm>

namespace tonus::review {
namespace {

constexpr double kPieceS = 30;

void add(HopCurve& curve, const store::StoredHop& hop) {
  if (hop.channels.size() != curve.channelsN) return;
  curve.at.push_back(hop.at.value);
  for (const core::ChannelFeedback& c : hop.channels) {
    curve.envelopeUv.push_back(static_cast<float>(c.envelopeUv));
    curve.thresholdUv.push_back(static_cast<float>(c.thresholdUv));
  }
}

}  // namespace

std::vector<HopPoint> HopCurve::points(std::size_t channel, double from, double to) const {
  std::vector<HopPoint> out;
  if (channel >= channelsN) return out;
  const auto first = std::partition_point(at.begin(), at.end(), [from](std::int64_t f) { return static_cast<double>(f) < from; });
  const auto last = std::partition_point(first, at.end(), [to](std::int64_t f) { return static_cast<double>(f) <= to; });
  out.reserve(static_cast<std::size_t>(last - first));
  for (auto i = static_cast<std::size_t>(first - at.begin()); i < static_cast<std::size_t>(last - at.begin()); ++i) {
    const std::size_t value = i * channelsN + channel;
    out.push_back({static_cast<double>(at[i]), static_cast<double>(envelopeUv[value]), static_cast<double>(thresholdUv[value])});
  }
  return out;
}

core::Result<std::shared_ptr<const HopCurve>> readHops(store::SessionReader& reader, core::SampleIndex from, core::SampleIndex to,
                                                       const std::function<bool()>& goOn) {
  auto curve = std::make_shared<HopCurve>();
  curve->channelsN = reader.format().channelsN();
  const auto piece = static_cast<std::int64_t>(std::max(1.0, kPieceS * reader.format().sampleRateHz));
  for (std::int64_t at = from.value; at < to.value && (!goOn || goOn()); at += piece) {
    const auto hops = reader.hops({at}, {std::min(at + piece, to.value)});
    if (!hops) return hops.fault();
    for (const store::StoredHop& hop : hops.value()) add(*curve, hop);
  }
  return std::shared_ptr<const HopCurve>(std::move(curve));
}

}  // namespace tonus::review
