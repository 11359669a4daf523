#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

#include "tonus/dsp/flush_to_zero.h"
#include "quality/band_levels.h"
#include "quality/count_watch.h"
#include "quality/limits.h"
#include "quality/movement_watch.h"
#include "tonus/dsp/quality.h"

namespace tonus::dsp {

using core::ChannelQuality;
using core::QualityReason;

namespace {

/// Limits in one channel's own unit; of unknown scale only ratios are left.
struct LevelLimits {
  double mainsFloor, floatingMains, movement, sway;

  explicit LevelLimits(const core::ChannelFormat& f)
      : mainsFloor(f.calibrated ? limits::kMainsFloorUv : limits::kMainsFloorCounts * std::abs(f.scaleUvPerCount)),
        floatingMains(f.calibrated ? limits::kFloatingMainsUv : HUGE_VAL),
        movement(f.calibrated ? limits::kMovementUv : HUGE_VAL),
        sway(f.calibrated ? limits::kSwayUv : limits::kMainsFloorCounts * std::abs(f.scaleUvPerCount)) {}
};

void addLevelReasons(ChannelQuality& q, const Levels& l, const LevelLimits& limit, bool nearRail) {
  const double band = std::hypot(l.muscle, l.mains);
  const bool hum = l.mains > limits::kMainsOverMuscle * l.muscle && l.mains > limit.mainsFloor;
  if (hum) q.add(QualityReason::kMains);
  if (hum && (nearRail || (l.mains > limit.floatingMains && l.mains > limits::kFloatingMainsOverMuscle * l.muscle)))
    q.add(QualityReason::kElectrodeOff);
  if ((l.movement > limit.movement && l.movement > limits::kMovementOverBand * band) ||
      (l.movement > limit.sway && l.movement > limits::kSwayOverBand * band))
    q.add(QualityReason::kMotion);
}

}  // namespace

struct QualityMonitor::Impl {
  std::size_t channelsN;
  std::int64_t hop;
  std::int64_t windowN;
  std::int64_t lostFrames;
  std::vector<CountWatch> watches;
  std::vector<LevelLimits> levelLimits;
  std::vector<MovementWatch> movements;
  std::vector<bool> watchesMovement;
  BandLevels levels;
  std::vector<double> ring;    ///< channel-major, channelsN × windowN, at absolute index modulo windowN
  std::vector<double> window;  ///< one channel, oldest first
  std::optional<core::SampleIndex> next;
  std::optional<core::SampleIndex> resumedAt;  ///< first frame after the latest loss
  std::int64_t contiguous = 0;                 ///< frames since a start or loss

  Impl(const core::StreamFormat& format, double bandLowHz)
      : channelsN(format.channelsN()),
        hop(std::max<std::int64_t>(1, std::llround(format.sampleRateHz / 10))),
        windowN(limits::kWindowHops * hop),
        lostFrames(std::llround(limits::kLostS * format.sampleRateHz)),
        levels(static_cast<std::size_t>(windowN), format.sampleRateHz, bandLowHz),
        ring(channelsN * static_cast<std::size_t>(windowN)),
        window(static_cast<std::size_t>(windowN)) {
    for (const auto& channel : format.channels) {
      watches.emplace_back(channel, format.sampleRateHz);
      levelLimits.emplace_back(channel);
      movements.emplace_back();
      watchesMovement.push_back(channel.calibrated && 0.45 * format.sampleRateHz >= limits::kJoltBandHz);
    }
  }

  void noteLoss(const core::RawBlock& block) {
    if (block.lostBefore == 0 && (!next || *next == block.first)) return;
    resumedAt = block.first;
    contiguous = 0;
    for (CountWatch& w : watches) w.restart();
    for (MovementWatch& m : movements) m.restart();
  }

  void pushFrame(core::SampleIndex at, const std::int32_t* counts, const double* uv, std::uint64_t leadOffMask) {
    const auto slot = static_cast<std::size_t>(at.value % windowN);
    for (std::size_t c = 0; c < channelsN; ++c) {
      watches[c].push(counts[c], c < 64 && ((leadOffMask >> c) & 1U) != 0);
      ring[c * static_cast<std::size_t>(windowN) + slot] = uv[c];
    }
    ++contiguous;
  }

  ChannelQuality judge(std::size_t c, core::SampleIndex at, core::SampleIndex usableAfter) {
    const CountWatch& watch = watches[c];
    ChannelQuality q;
    if (resumedAt && at - *resumedAt < lostFrames) q.add(QualityReason::kLost);
    if (watch.leadOff() || watch.stuckAtRail()) q.add(QualityReason::kElectrodeOff);
    if (watch.flat()) q.add(QualityReason::kFlat);
    if (watch.clipping()) q.add(QualityReason::kClipping);
    if (contiguous >= windowN) {
      const auto oldest = static_cast<std::ptrdiff_t>(at.value % windowN);
      const auto begin = ring.begin() + static_cast<std::ptrdiff_t>(c) * windowN;
      std::rotate_copy(begin, begin + oldest, begin + windowN, window.begin());
      const Levels level = levels.measure(window.data());
      addLevelReasons(q, level, levelLimits[c], watch.nearRail());
      if (watchesMovement[c] && movements[c].push(level)) q.add(QualityReason::kMotion);
    }
    // Before a whole window was seen, hum and movement cannot be told: not good, but not a fault either.
    if (at - hop < usableAfter || contiguous < windowN) q.add(QualityReason::kSettling);
    return q;
  }

  void emit(core::SampleIndex at, core::SampleIndex usableAfter, std::vector<core::QualityFrame>& out) {
    core::QualityFrame& frame = out.emplace_back();
    frame.at = at;
    for (std::size_t c = 0; c < channelsN; ++c) frame.channels.push_back(judge(c, at, usableAfter));
    for (CountWatch& w : watches) w.endHop();
  }
};

// The muscle's band ends where muscle does, whatever the filter's upper edge: a narrow filter must not make hum look
// strong.
QualityMonitor::QualityMonitor(const core::StreamFormat& format, double bandLowHz, double /*bandHighHz*/)
    : impl_(std::make_unique<Impl>(format, bandLowHz)) {}
QualityMonitor::~QualityMonitor() = default;
QualityMonitor::QualityMonitor(QualityMonitor&&) noexcept = default;

void QualityMonitor::push(const core::RawBlock& block, std::span<const double> rawUv, core::SampleIndex usableAfter,
                          std::vector<core::QualityFrame>& out) {
  Impl& d = *impl_;
  assert(block.channelsN == d.channelsN && rawUv.size() == block.counts.size());
  if (block.framesN == 0) return;
  const FlushToZero guard;
  d.noteLoss(block);
  for (std::uint32_t n = 0; n < block.framesN; ++n) {
    const core::SampleIndex index = block.first + n;
    d.pushFrame(index, block.counts.data() + n * d.channelsN, rawUv.data() + n * d.channelsN, block.leadOffMask);
    if ((index.value + 1) % d.hop == 0) d.emit(index + 1, usableAfter, out);
  }
  d.next = block.first + block.framesN;
}

bool QualityMonitor::suspect(std::size_t channel) const { return impl_->watches[channel].suspect(); }

// Half a second of window, and up to one hop until the next verdict.
std::int64_t QualityMonitor::noticeFrames() const { return impl_->windowN + impl_->hop; }

}  // namespace tonus::dsp
