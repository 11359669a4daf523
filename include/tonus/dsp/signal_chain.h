#pragma once
// The DSP of one stream: filters, envelope and metrics, causally, block by block.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "tonus/core/processed.h"
#include "tonus/core/time.h"
#include "tonus/dsp/settings.h"

namespace tonus::dsp {

/// Any split of the same input gives the same bits: every hop and window is aligned to the absolute sample index.
/// No allocation in process() once warmed up, no threads, no clock. Not thread-safe; one per stream.
class SignalChain {
 public:
  /// `variant`: one of filterVariants() (filter_bank.h); the best where it is empty or not among them.
  SignalChain(const ChainSettings& settings, double sampleRateHz, std::size_t channelsN, std::string_view variant = {});
  ~SignalChain();
  SignalChain(SignalChain&&) noexcept;
  SignalChain& operator=(SignalChain&&) noexcept;

  /// All spans hold frames × channelsN values in µV (or whatever linear unit came in), frame-major.
  /// `metrics` gets a value for each metric and channel whose hop ends in this block (values are appended).
  /// `first` must follow the previous block; after a gap call restart() before.
  void process(core::SampleIndex first, std::span<const double> in, std::span<double> filtered,
               std::span<double> envelope, std::vector<core::MetricValue>& metrics);

  /// A gap or a new start: filters, windows and warm-up begin afresh with the next block.
  void restart();

  /// Frames after a (re)start before filtered values and envelope may be believed.
  std::int64_t warmUpFrames() const;

  /// The instruction-set variant the filter kernel runs ("baseline", "x86-64-v3", "x86-64-v4"): stored with a session,
  /// because FMA rounds differently.
  std::string_view variant() const;
  /// The one a new chain runs where nothing else is asked.
  static std::string_view kernelVariant();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tonus::dsp
