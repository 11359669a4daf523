#include "tonus/bench/measures.h"

#include <cmath>
#include <cstdio>

namespace tonus::bench {

namespace {

// Keys once published stay: docs and scripts read them.
constexpr Measure kMeasures[] = {
    {"dsp.filter_1x20_f64_ns", Unit::kNs, "7 biquads, f64, 1 channel × 20 samples, a sample"},
    {"dsp.filter_8x20_f64_ns", Unit::kNs, "7 biquads, f64, 8 × 20, a sample and channel", 1.4},
    {"dsp.filter_8x200_f64_ns", Unit::kNs, "7 biquads, f64, 8 × 200"},
    {"dsp.filter_64x20_f64_ns", Unit::kNs, "7 biquads, f64, 64 × 20"},
    {"dsp.filter_256x200_f64_ns", Unit::kNs, "7 biquads, f64, 256 × 200"},
    {"dsp.filter_8x20_baseline_f64_ns", Unit::kNs, "7 biquads, f64, 8 × 20, the build for any x86-64", 3.5},
    {"dsp.filter_8x20_liquid_f32_ns", Unit::kNs, "liquid-dsp, the same 7 biquads, f32, 8 × 20"},
    {"dsp.filter_8x20_scipy_ns", Unit::kNs, "SciPy sosfilt called for each block, f64, 8 × 20"},
    {"dsp.psd1024_mdf_us", Unit::kUs, "density of 1024 samples, median and mean frequency, a channel", 3.5},
    {"dsp.psd1024_fftw_held_us", Unit::kUs, "the same by hand on FFTW, plan kept"},
    {"dsp.psd1024_fftw_planned_us", Unit::kUs, "the same by hand on FFTW, window and plan made for each call"},
    {"dsp.psd1024_scipy_us", Unit::kUs, "scipy.signal.welch of 1024 samples in one segment"},
    {"dsp.welch4s_update_us", Unit::kUs, "4 s Welch average kept up to date: 20 new samples, mean over 128 blocks"},
    {"dsp.welch4s_hop_us", Unit::kUs, "4 s Welch average kept up to date: the 512 samples that end a segment"},
    {"dsp.welch4s_recompute_us", Unit::kUs, "4 s Welch average from scratch: 14 segments, plan and window kept"},
    {"dsp.welch4s_scipy_us", Unit::kUs, "scipy.signal.welch of 4 s (8000 samples)"},
    {"dsp.rms_ns", Unit::kNs, "trailing RMS over 250 ms, 8 × 20, a sample and channel"},
    {"dsp.refilter_hour_ms", Unit::kMs, "an hour of 8 channels × 2 kHz: counts in memory, filters, min/max; one core", 150},
    {"ring.block_ns", Unit::kNs, "a block of 8 × 20 counts from one thread to another"},
    {"ring.boost_block_ns", Unit::kNs, "the same through boost::lockfree::spsc_queue of blocks"},
    {"ring.jack_block_ns", Unit::kNs, "the same through JACK's ring of bytes"},
    {"ring.items_ns", Unit::kNs, "the same 160 counts one by one through our ring"},
    {"ring.boost_items_ns", Unit::kNs, "the same 160 counts one by one through boost::lockfree::spsc_queue"},
    {"ring.block_one_thread_ns", Unit::kNs, "a block pushed and popped by one thread"},
    {"ring.boost_block_one_thread_ns", Unit::kNs, "the same through boost::lockfree::spsc_queue of blocks"},
    {"ring.items_one_thread_ns", Unit::kNs, "160 counts one by one through our ring, by one thread"},
    {"ring.wakeup_p50_us", Unit::kUs, "push to a sleeping thread, until it has the block", 20},
    {"ring.wakeup_p99_us", Unit::kUs, "the same, p99"},
    {"store.commit_p50_us", Unit::kUs, "one durable second, 8 channels × 2 kHz, through the recorder"},
    {"store.commit_p99_us", Unit::kUs, "the same, p99"},
    {"store.append_fdatasync_p50_us", Unit::kUs, "the same second as 24-bit counts: append to a file, fdatasync"},
    {"store.append_fdatasync_p99_us", Unit::kUs, "the same, p99"},
    {"store.codec_ratio", Unit::kTimes, "24-bit counts of the simulator, packed without loss"},
    {"store.codec_encode_mb_s", Unit::kMbPerS, "packing, of 24-bit counts"},
    {"store.codec_decode_mb_s", Unit::kMbPerS, "unpacking"},
    {"store.flac5_ratio", Unit::kTimes, "libFLAC level 5, the same counts, blocks of a second"},
    {"store.flac5_encode_mb_s", Unit::kMbPerS, "libFLAC level 5, packing"},
    {"store.flac5_decode_mb_s", Unit::kMbPerS, "libFLAC level 5, unpacking"},
    {"latency.display_p50_ms", Unit::kMs, "a block handed over to the painted frame that showed it", 30},
    {"latency.display_p99_ms", Unit::kMs, "the same, p99", 50},
    {"latency.audio_p50_ms", Unit::kMs, "a block handed over to the sound", 30},
    {"paint.live_8ch_ms", Unit::kMs, "a frame of the running session, 8 channels × 2 kHz, 1920 px", 4},
    {"paint.hour_ms", Unit::kMs, "first painting of an hour of 8 channels after opening it", 100},
    {"startup.window_ms", Unit::kMs, "start of the program to its window", 2000},
};

constexpr Ratio kRatios[] = {
    {"filter_vs_liquid_f32", "dsp.filter_8x20_liquid_f32_ns", "dsp.filter_8x20_f64_ns", true, 20, 6,
     "filters, our f64 against liquid-dsp's f32"},
    {"filter_vs_scipy", "dsp.filter_8x20_scipy_ns", "dsp.filter_8x20_f64_ns", true, 80, 20,
     "filters, against sosfilt called for each block"},
    {"filter_256x200_to_8x200", "dsp.filter_256x200_f64_ns", "dsp.filter_8x200_f64_ns", false, 2, 4,
     "filters, 256 channels to 8"},
    {"filter_baseline_to_best", "dsp.filter_8x20_baseline_f64_ns", "dsp.filter_8x20_f64_ns", false, 0, 6,
     "filters, the build for any x86-64 to the best here"},
    {"psd_vs_scipy", "dsp.psd1024_scipy_us", "dsp.psd1024_mdf_us", true, 25, 6,
     "1024-point density with median and mean frequency, against scipy.signal.welch alone"},
    {"psd_vs_fftw_planned", "dsp.psd1024_fftw_planned_us", "dsp.psd1024_mdf_us", true, 0, 1.5,
     "the same, against FFTW planned for each call"},
    {"psd_vs_fftw_held", "dsp.psd1024_fftw_held_us", "dsp.psd1024_mdf_us", true, 0, 0.4, "the same, against FFTW with its plan kept"},
    {"welch_update_vs_recompute", "dsp.welch4s_recompute_us", "dsp.welch4s_update_us", true, 100, 25,
     "4 s Welch average, an update of 20 samples against computing it again (plan and window kept)"},
    {"welch_update_vs_scipy", "dsp.welch4s_scipy_us", "dsp.welch4s_update_us", true, 25, 25,
     "the same, against scipy.signal.welch"},
    {"ring_to_boost", "ring.block_ns", "ring.boost_block_ns", false, 1.1, 0, "ring, two threads, to boost's queue of blocks"},
    {"ring_to_boost_one_thread", "ring.block_one_thread_ns", "ring.boost_block_one_thread_ns", false, 0, 3,
     "ring, one thread, to boost's queue of blocks"},
    {"ring_vs_items", "ring.items_ns", "ring.block_ns", true, 8, 0, "ring, a block against its counts one by one"},
    {"ring_vs_items_one_thread", "ring.items_one_thread_ns", "ring.block_one_thread_ns", true, 0, 2, "the same in one thread"},
    {"ring_vs_boost_items", "ring.boost_items_ns", "ring.block_ns", true, 8, 0,
     "ring, a block against its counts one by one through boost's queue"},
    {"ring_vs_jack", "ring.jack_block_ns", "ring.block_ns", true, 0, 0, "ring, against JACK's ring of bytes"},
    {"commit_to_append_p50", "store.commit_p50_us", "store.append_fdatasync_p50_us", false, 0, 5,
     "durable second, to a raw append and fdatasync, p50"},
    {"commit_to_append_p99", "store.commit_p99_us", "store.append_fdatasync_p99_us", false, 2, 0, "the same, p99"},
    {"codec_ratio_to_flac5", "store.codec_ratio", "store.flac5_ratio", true, 0.98, 0.95, "packed size, to FLAC level 5"},
    {"codec_encode_vs_flac5", "store.codec_encode_mb_s", "store.flac5_encode_mb_s", true, 2.5, 1.5,
     "packing, against FLAC level 5"},
};

constexpr Exactness kExactness[] = {
    {"filter_error", 1e-11, "filters against their definition in extended precision, of the peak"},
    {"filter_split", 0, "filters: another bit when the input is cut into other blocks"},
    {"filter_dc_error_nv", 1e-3, "8 µV EMG on 300 mV at 4 kHz: error of the filters, nV"},
    {"filter_rest", 0, "filters not at rest at exactly 0 after an impulse and 400 000 zeros"},
    {"psd_error", 1e-10, "density against its definition in extended precision, of the peak"},
    {"welch_error", 1e-12, "Welch average kept up to date against computing it again, of the peak"},
    {"codec_loss", 0, "counts that did not come back from the codec"},
};

std::string text(double v) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3g", v);
  return buffer;
}

bool isPeers(std::string_view key) {
  for (const std::string_view name : {"liquid", "scipy", "fftw", "boost", "jack", "flac"})
    if (key.find(name) != std::string_view::npos) return true;
  return false;
}

}  // namespace

std::span<const Measure> measures() { return kMeasures; }
std::span<const Ratio> ratios() { return kRatios; }
std::span<const Exactness> exactness() { return kExactness; }

double inUnit(double nsPerUnit, Unit unit) {
  switch (unit) {
    case Unit::kNs: return nsPerUnit;
    case Unit::kUs: return nsPerUnit * 1e-3;
    case Unit::kMs: return nsPerUnit * 1e-6;
    case Unit::kMbPerS: return 1e3 / nsPerUnit;
    case Unit::kTimes: break;
  }
  return nsPerUnit;
}

std::string_view nameOf(Unit unit) {
  switch (unit) {
    case Unit::kNs: return "ns";
    case Unit::kUs: return "µs";
    case Unit::kMs: return "ms";
    case Unit::kMbPerS: return "MB/s";
    case Unit::kTimes: break;
  }
  return "×";
}

void Results::set(std::string_view key, double value) {
  if (std::isfinite(value)) values_.insert_or_assign(std::string(key), value);
}

std::optional<double> Results::get(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> Results::get(const Ratio& ratio) const {
  const auto over = get(ratio.over), under = get(ratio.under);
  if (!over || !under || !(*under > 0)) return std::nullopt;
  return *over / *under;
}

std::vector<std::string> judge(const Results& results) {
  std::vector<std::string> bad;
  for (const Ratio& r : ratios()) {
    if (r.gate == 0) continue;
    const auto value = results.get(r);
    if (!value) {
      if (!isPeers(r.over) && !isPeers(r.under)) bad.push_back(std::string(r.key) + " was not measured.");
    } else if (r.atLeast ? *value < r.gate : *value > r.gate) {
      bad.push_back(std::string(r.key) + " is " + text(*value) + ", and must be at " + (r.atLeast ? "least " : "most ") +
                    text(r.gate) + ": " + std::string(r.what) + ".");
    }
  }
  for (const Exactness& e : exactness()) {
    const auto value = results.exact(e.key);
    if (!value) {
      bad.push_back(std::string(e.key) + " was not measured.");
    } else if (*value > e.limit) {
      bad.push_back(std::string(e.key) + " is " + text(*value) + ", and must be at most " + text(e.limit) + ": " +
                    std::string(e.what) + ".");
    }
  }
  return bad;
}

}  // namespace tonus::bench
