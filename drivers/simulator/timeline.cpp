#include "simulator/timeline.h"

#include <algorithm>
#include <cmath>

namespace tonus::drivers {

namespace {
constexpr double kDropFrames = 40;
constexpr double kDropEveryS = 1.0;
constexpr double kDriftPpm = 200;
}  // namespace

FrameSpan framesOf(const SimulatedFault& fault, double sampleRateHz) {
  const std::int64_t begin = std::llround(std::max(0.0, fault.fromS) * sampleRateHz);
  const std::int64_t end = fault.forS > 0 ? std::llround((fault.fromS + fault.forS) * sampleRateHz) : kNever;
  return {begin, end};
}

Timeline::Timeline(const std::vector<SimulatedFault>& faults, double sampleRateHz) : sampleRateHz_(sampleRateHz) {
  for (const SimulatedFault& f : faults) {
    const FrameSpan window = framesOf(f, sampleRateHz);
    if (f.kind == FaultKind::kVanish) gone_.push_back(window);
    if (f.kind == FaultKind::kElectrodeOff) flagChanges_.insert(flagChanges_.end(), {window.begin, window.end});
    if (f.kind == FaultKind::kLoss) {
      const auto framesN = static_cast<std::int64_t>(f.amount > 0 ? f.amount : kDropFrames);
      const auto everyN = std::max(std::llround(kDropEveryS * sampleRateHz), 2LL * framesN);
      dropping_.push_back({window, framesN, everyN});
    }
    if (f.kind == FaultKind::kDrift) {
      const double ppm = f.amount != 0 ? f.amount : kDriftPpm;
      const double toS = window.end == kNever ? std::numeric_limits<double>::infinity() : f.fromS + f.forS;
      drifting_.push_back({f.fromS, toS, ppm / (1e6 + ppm)});
    }
  }
}

std::optional<Timeline::Missing> Timeline::missingAt(std::int64_t frame) const {
  for (const FrameSpan& g : gone_) {
    if (g.has(frame)) return Missing{g, true};
  }
  for (const Dropping& d : dropping_) {
    if (!d.window.has(frame)) continue;
    const std::int64_t begin = frame - (frame - d.window.begin) % d.everyN;
    if (frame < begin + d.framesN) return Missing{{begin, begin + d.framesN}, false};
  }
  return std::nullopt;
}

std::int64_t Timeline::nextCut(std::int64_t frame) const {
  std::int64_t cut = kNever;
  const auto consider = [&](std::int64_t at) {
    if (at > frame) cut = std::min(cut, at);
  };
  for (const FrameSpan& g : gone_) consider(g.begin);
  for (const std::int64_t c : flagChanges_) consider(c);
  for (const Dropping& d : dropping_) {
    const std::int64_t next =
        frame < d.window.begin ? d.window.begin : frame + d.everyN - (frame - d.window.begin) % d.everyN;
    if (d.window.has(next)) consider(next);
  }
  return cut;
}

double Timeline::hostSeconds(std::int64_t frame) const {
  const double deviceS = static_cast<double>(frame) / sampleRateHz_;
  double hostS = deviceS;
  for (const Drifting& d : drifting_) hostS -= d.secondsPerSecond * std::clamp(deviceS - d.fromS, 0.0, d.toS - d.fromS);
  return hostS;
}

}  // namespace tonus::drivers
