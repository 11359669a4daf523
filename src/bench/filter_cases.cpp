#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "cases.h"
#include "signals.h"
#include "thread_time.h"
#include "tonus/dsp/envelope.h"
#include "tonus/dsp/filter_bank.h"
#include "tonus/dsp/flush_to_zero.h"

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

constexpr std::size_t kCellFrames = 256;

/// Counts to µV to filters to the minimum and maximum of every 256 frames: what a filter change in a stored hour costs
/// beside reading it.
class HourRun {
 public:
  HourRun(std::size_t framesN, const core::StreamFormat& format, std::vector<std::int32_t> piece)
      : scaleUv_(format.channels.front().scaleUvPerCount), counts_(framesN * kChannelsN) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] = piece[i % piece.size()];
    low_.resize(framesN / kCellFrames * kChannelsN);
    high_.resize(low_.size());
  }

  void refilter() {
    const dsp::FlushToZero rest;
    dsp::FilterBank bank(sevenBiquads(), kChannelsN);
    for (std::size_t cell = 0; cell * kChannelsN < low_.size(); ++cell) {
      const std::int32_t* counts = counts_.data() + cell * uv_.size();
      for (std::size_t i = 0; i < uv_.size(); ++i) uv_[i] = static_cast<double>(counts[i]) * scaleUv_;
      bank.process(uv_, uv_);
      gather(low_.data() + cell * kChannelsN, high_.data() + cell * kChannelsN);
    }
  }

 private:
  void gather(float* low, float* high) const {
    std::array<double, kChannelsN> lo, hi;
    std::copy_n(uv_.begin(), kChannelsN, lo.begin());
    hi = lo;
    for (std::size_t i = kChannelsN; i < uv_.size(); i += kChannelsN)
      for (std::size_t c = 0; c < kChannelsN; ++c) {
        lo[c] = std::min(lo[c], uv_[i + c]);
        hi[c] = std::max(hi[c], uv_[i + c]);
      }
    for (std::size_t c = 0; c < kChannelsN; ++c) {
      low[c] = static_cast<float>(lo[c]);
      high[c] = static_cast<float>(hi[c]);
    }
  }

  double scaleUv_;
  std::vector<std::int32_t> counts_;
  std::vector<double> uv_ = std::vector<double>(kCellFrames * kChannelsN);
  std::vector<float> low_, high_;
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
  const std::size_t framesN = static_cast<std::size_t>(kRateHz) * (quick ? 300 : 3600);
  const auto signal = simulate(kChannelsN, 10);
  auto hour = std::make_shared<HourRun>(framesN, signal.format, countsOf(signal));
  const double times = quick ? 12 : 1;
  return {"Hour",
          {{"dsp.refilter_hour_ms", "Tonus", 1, {}, [hour, times](std::chrono::nanoseconds) {
              const ThreadTime clock;
              const auto began = clock.now();
              hour->refilter();
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
