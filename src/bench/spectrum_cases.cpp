#include <cmath>
#include <memory>

#include "cases.h"
#include "signals.h"
#include "tonus/dsp/spectrum.h"

namespace tonus::bench {

namespace {

constexpr std::size_t kSegment = 1024, kHop = 512, kSegmentsN = 14;  // 4 s at 2 kHz
constexpr double kLowHz = 20, kHighHz = 450;

struct DensityRun {
  dsp::Spectrum spectrum{kSegment, kRateHz};
  std::vector<double> x = noise(kSegment, 50, 2);
  double medianHz = 0, meanHz = 0;

  void once() {
    const auto psd = spectrum.compute(x.data());
    medianHz = dsp::medianFrequencyHz(psd, spectrum.binHz(), kLowHz, kHighHz).value_or(0);
    meanHz = dsp::meanFrequencyHz(psd, spectrum.binHz(), kLowHz, kHighHz).value_or(0);
  }
};

void addPeer(Group& group, const char* key, const Peer& peer, const DensityRun& ours, Results& results) {
  const auto got = peer.result();
  if (got.size() == 2 && std::abs(got[0] - ours.medianHz) < 1e-6 && std::abs(got[1] - ours.meanHz) < 1e-6)
    group.contenders.push_back({key, peer.who, 1, peer.call, {}});
  else
    results.notes.push_back(peer.who + " was left out of the spectra: its median and mean frequency are not ours.");
}

Contender scripted(const char* key, const Peers& peers, const char* job) {
  return {key, peers.scipy->who(), 1, {}, [scipy = peers.scipy, job](std::chrono::nanoseconds about) { return scipy->round(job, about); }};
}

struct WelchRun {
  dsp::RunningWelch welch{kSegment, kHop, kSegmentsN, kRateHz};
  std::vector<double> x = noise(8 * kSegment, 50, 3);
  std::size_t at = 0;

  WelchRun() { welch.push(x.data(), x.size()); }
  void push(std::size_t n) {
    if (at + n > x.size()) at = 0;
    welch.push(x.data() + at, n);
    at += n;
  }
};

/// The average of the newest 4 s as one would who keeps plan and window but no spectrum.
struct RecomputeRun {
  dsp::Spectrum spectrum{kSegment, kRateHz};
  std::vector<double> x = noise(kSegment + (kSegmentsN - 1) * kHop, 50, 3);
  std::vector<double> average = std::vector<double>(kSegment / 2 + 1);

  void once() {
    std::fill(average.begin(), average.end(), 0.0);
    for (std::size_t s = 0; s < kSegmentsN; ++s) {
      const auto psd = spectrum.compute(x.data() + s * kHop);
      for (std::size_t k = 0; k < average.size(); ++k) average[k] += psd[k] / kSegmentsN;
    }
  }
};

}  // namespace

Group spectrumGroup(const Peers& peers, Results& results) {
  auto run = std::make_shared<DensityRun>();
  run->once();
  Group group{"Spectra", {{"dsp.psd1024_mdf_us", "Tonus", 1, [run] { run->once(); }, {}}}};
  const SpectrumTask task{run->x, kRateHz, kLowHz, kHighHz};
  if (peers.fftwHeld) addPeer(group, "dsp.psd1024_fftw_held_us", peers.fftwHeld(task), *run, results);
  if (peers.fftwPlanned) addPeer(group, "dsp.psd1024_fftw_planned_us", peers.fftwPlanned(task), *run, results);
  if (peers.scipy) group.contenders.push_back(scripted("dsp.psd1024_scipy_us", peers, "welch1024"));
  return group;
}

Group welchGroup(const Peers& peers) {
  auto blocks = std::make_shared<WelchRun>(), hops = std::make_shared<WelchRun>();
  auto again = std::make_shared<RecomputeRun>();
  constexpr std::size_t kBlocks = 128;  // 5 hops
  Group group{"Welch",
              {{"dsp.welch4s_update_us", "Tonus", kBlocks, [blocks] { for (std::size_t i = 0; i < kBlocks; ++i) blocks->push(kBlockFrames); }, {}},
               {"dsp.welch4s_hop_us", "Tonus", 1, [hops] { hops->push(kHop); }, {}},
               {"dsp.welch4s_recompute_us", "Tonus", 1, [again] { again->once(); }, {}}}};
  if (peers.scipy) group.contenders.push_back(scripted("dsp.welch4s_scipy_us", peers, "welch4s"));
  return group;
}

}  // namespace tonus::bench
