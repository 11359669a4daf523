#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "cases.h"
#include "signals.h"
#include "thread_time.h"
#include "tonus/analysis/cell_filter.h"
#include "tonus/dsp/envelope.h"
#include "tonus/dsp/filter_bank.h"

namespace tonus::bench {

namespace {

struct FilterRun {
  dsp::FilterBank bank;
  std::vector<double> in, out;

  FilterRun(std::size_t channelsN, std::size_t framesN, std::string_view variant)
      : bank(sevenBiquads(), channelsN, variant), in(noise(channelsN * framesN, 50, 1)), out(in.size()) {}
};

Contender ours(const char* key, std::size_t channelsN, std::size_t framesN, std::string_view variant = {}) {
  auto run = std::make_shared<FilterRun>(channelsN, framesN, variant);
  return {.key = key,
          .who = "Tonus",
          .unitsPerCall = static_cast<double>(channelsN * framesN),
          .call = [run] { run->bank.process(run->in, run->out); },
          .round = {}};
}

/// Largest difference, of the largest value.
double differenceOf(const std::vector<double>& a, const std::vector<double>& b) {
  double peak = 0, worst = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    peak = std::max(peak, std::abs(b[i]));
    worst = std::max(worst, std::abs(a[i] - b[i]));
  }
  return a.size() == b.size() ? worst / peak : 1;
}

/// A peer that does other work is no peer.
bool doesTheSame(const Peer& peer, const FilterTask& task, Results& results) {
  std::vector<double> expected(task.in.size());
  dsp::FilterBank(task.sections, task.channelsN).process(task.in, expected);
  const double difference = differenceOf(peer.result(), expected);
  if (difference < 1e-3) return true;  // f32, 7 sections
  results.notes.push_back(peer.who + " was left out of the filters: its result differs from ours by " +
                          std::to_string(difference) + " of the peak.");
  return false;
}

/// What another filter costs in the review of a stored hour whose counts are held: the review's own code, on one core.
class HourRun {
 public:
  explicit HourRun(std::size_t framesN) : signal_(simulate(kChannelsN, 10)), segments_{{{}, static_cast<std::int64_t>(framesN)}}, held_(signal_.format, segments_) {
    const auto piece = countsOf(signal_);
    const auto room = held_.room({}, framesN);
    for (std::size_t i = 0; i < room.size(); ++i) room[i] = piece[i % piece.size()];
    held_.publish(segments_.front().framesN);
  }

  /// False: it could not be filtered.
  bool refilter() const {
    const auto cells = analysis::cellsFor(segments_, kChannelsN);
    const auto counts = [this](core::SampleIndex first, std::size_t n) -> core::Result<std::span<const std::int32_t>> { return held_.frames(first, n); };
    return analysis::fillCells(counts, sevenBiquadSettings(), signal_.format, segments_, 0, *cells).ok() && cells->complete();
  }

 private:
  SimulatedSignal signal_;
  std::vector<core::Segment> segments_;
  analysis::HeldSignal held_;
};

}  // namespace

Group filterGroup(const Peers& peers, Results& results) {
  Group group{"Filters", {}};
  auto& all = group.contenders;
  all.push_back(ours("dsp.filter_8x20_f64_ns", kChannelsN, kBlockFrames));
  if (peers.liquid) {
    const FilterTask task{sevenBiquads(), kChannelsN, noise(kChannelsN * kBlockFrames, 50, 1)};
    Peer peer = peers.liquid(task);
    if (doesTheSame(peer, task, results))
      all.push_back({"dsp.filter_8x20_liquid_f32_ns", peer.who, static_cast<double>(task.in.size()), peer.call, {}});
  }
  if (peers.scipy)
    all.push_back({"dsp.filter_8x20_scipy_ns", peers.scipy->who(), 1, {}, [scipy = peers.scipy](std::chrono::nanoseconds about) {
                     return scipy->round("sosfilt", about) / static_cast<double>(kChannelsN * kBlockFrames);
                   }});
  all.push_back(ours("dsp.filter_8x20_baseline_f64_ns", kChannelsN, kBlockFrames, "baseline"));
  all.push_back(ours("dsp.filter_8x200_f64_ns", kChannelsN, 200));
  all.push_back(ours("dsp.filter_256x200_f64_ns", 256, 200));
  all.push_back(ours("dsp.filter_64x20_f64_ns", 64, kBlockFrames));
  all.push_back(ours("dsp.filter_1x20_f64_ns", 1, kBlockFrames));
  return group;
}

Group hourGroup(bool quick) {
  // Quick: five minutes counted twelve times.
  auto hour = std::make_shared<HourRun>(static_cast<std::size_t>(kRateHz) * (quick ? 300 : 3600));
  const double times = quick ? 12 : 1;
  return {"Hour",
          {{"dsp.refilter_hour_ms", "Tonus", 1, {}, [hour, times](std::chrono::nanoseconds) {
              const ThreadTime clock;
              const auto began = clock.now();
              if (!hour->refilter()) return std::numeric_limits<double>::quiet_NaN();
              return times * static_cast<double>(std::chrono::nanoseconds(clock.now() - began).count());
            }}},
          5};
}

Group rmsGroup() {
  struct RmsRun {
    dsp::Envelope envelope{500, kChannelsN};
    std::vector<double> in = noise(kChannelsN * kBlockFrames, 50, 1), out = in;
    std::int64_t at = 0;
  };
  auto run = std::make_shared<RmsRun>();
  return {"RMS", {{"dsp.rms_ns", "Tonus", static_cast<double>(run->in.size()), [run] {
                     run->envelope.process(run->at, run->in, run->out);
                     run->at += kBlockFrames;
                   }, {}}}};
}

}  // namespace tonus::bench
