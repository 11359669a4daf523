#include "quality/count_watch.h"

#include <algorithm>
#include <cmath>

namespace tonus::dsp {

namespace {
std::int64_t framesOf(double seconds, double rateHz) {
  return std::max<std::int64_t>(3, static_cast<std::int64_t>(std::ceil(seconds * rateHz)));
}
}  // namespace

CountWatch::CountWatch(const core::ChannelFormat& format, double rateHz)
    : minCount_(format.minCount),
      maxCount_(format.maxCount),
      fine_(format.calibrated && std::abs(format.scaleUvPerCount) < limits::kFineUvPerCount) {
  const bool coarse = !format.calibrated || std::abs(format.scaleUvPerCount) >= limits::kCoarseUvPerCount;
  flatRun_ = framesOf(coarse ? limits::kFlatCoarseS : limits::kFlatS, rateHz);
  suspectRun_ = framesOf(coarse ? limits::kSuspectCoarseS : limits::kSuspectS, rateHz);
}

void CountWatch::restart() {
  hop_ = {};
  past_ = {};
  run_ = railRun_ = 0;
  clippedLastHop_ = leadOffNow_ = false;
}

void CountWatch::push(std::int32_t count, bool leadOff) {
  run_ = run_ > 0 && count == last_ ? run_ + 1 : 1;
  last_ = count;
  const bool atRail = maxCount_ > minCount_ && (count <= minCount_ || count >= maxCount_);
  railRun_ = atRail ? railRun_ + 1 : 0;
  leadOffNow_ = leadOff;

  hop_.low = hop_.samples == 0 ? count : std::min(hop_.low, count);
  hop_.high = hop_.samples == 0 ? count : std::max(hop_.high, count);
  hop_.longestRun = std::max(hop_.longestRun, run_);
  hop_.atRail += atRail ? 1 : 0;
  hop_.leadOff = hop_.leadOff || leadOff;
  ++hop_.samples;
}

void CountWatch::endHop() {
  clippedLastHop_ = hop_.atRail >= limits::kRailSamples;
  std::copy_backward(past_.begin(), past_.end() - 1, past_.end());
  past_.front() = hop_;
  hop_ = {};
}

bool CountWatch::flat() const {
  if (hop_.longestRun >= flatRun_) return true;
  if (!fine_ || hop_.samples == 0) return false;
  std::int64_t low = hop_.low, high = hop_.high;
  for (const Hop& h : past_) {
    if (h.samples == 0) return false;  // not yet half a second
    low = std::min<std::int64_t>(low, h.low);
    high = std::max<std::int64_t>(high, h.high);
  }
  return high - low <= 1;
}

bool CountWatch::stuckAtRail() const {
  return hop_.samples > 1 &&
         static_cast<double>(hop_.atRail) >= limits::kStuckShare * static_cast<double>(hop_.samples);
}

bool CountWatch::nearRail() const {
  if (maxCount_ <= minCount_ || hop_.samples == 0) return false;
  const double middle = (static_cast<double>(hop_.low) + hop_.high) / 2;
  const double half = (static_cast<double>(maxCount_) - minCount_) / 2;
  return std::abs(middle - (static_cast<double>(minCount_) + half)) > limits::kNearRailShare * half;
}

}  // namespace tonus::dsp
