#include "review/filtered_trace.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "tonus/dsp/signal_chain.h"

namespace tonus::review {
namespace {

constexpr std::int64_t kBlockFrames = 2048;

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

using OnBlock = std::function<bool(std::int64_t first, std::int64_t framesN, const std::vector<double>& raw,
                                   const std::vector<double>& filtered)>;

/// Runs [from, to) of every segment through fresh filters, block by block, until `onBlock` says no.
core::Status run(core::Recording& recording, const dsp::ChainSettings& settings, std::int64_t from, std::int64_t to,
                 const OnBlock& onBlock) {
  const core::StreamFormat& format = recording.format();
  const std::size_t channelsN = format.channelsN();
  dsp::SignalChain chain(settings, format.sampleRateHz, channelsN);
  std::vector<std::int32_t> counts;
  std::vector<double> raw, filtered, envelope;
  std::vector<core::MetricValue> metrics;
  for (const core::Segment& segment : recording.segments()) {
    const std::int64_t begin = std::max(from, segment.first.value);
    const std::int64_t end = std::min(to, segment.first.value + segment.framesN);
    if (begin < end) chain.restart();
    for (std::int64_t at = begin; at < end; at += kBlockFrames) {
      const auto n = static_cast<std::size_t>(std::min(kBlockFrames, end - at));
      counts.resize(n * channelsN);
      for (auto* v : {&raw, &filtered, &envelope}) v->resize(n * channelsN);
      if (auto ok = recording.read({at}, counts); !ok) return ok;
      for (std::size_t i = 0; i < counts.size(); ++i) {
        const core::ChannelFormat& f = format.channels[i % channelsN];
        raw[i] = (static_cast<double>(counts[i]) - f.offsetCounts) * f.scaleUvPerCount;
      }
      metrics.clear();
      chain.process({at}, raw, filtered, envelope, metrics);
      if (!onBlock(at, static_cast<std::int64_t>(n), raw, filtered)) return {};
    }
  }
  return {};
}

void prepare(Cells& cells, std::size_t channelsN, std::size_t cellsN) {
  cells.fine.assign(channelsN, std::vector<Extremes>(cellsN, Extremes{kNone, kNone}));
  cells.coarse.assign(channelsN, std::vector<Extremes>((cellsN + Cells::kCoarse - 1) / Cells::kCoarse, Extremes{kNone, kNone}));
}

void widen(Extremes& e, float uv) {
  if (!(e.minUv <= uv)) e.minUv = uv;   // also from NaN
  if (!(e.maxUv >= uv)) e.maxUv = uv;
}

void gather(Cells& cells, std::int64_t first, std::int64_t n, const std::vector<double>& uv) {
  const std::size_t channelsN = cells.fine.size();
  for (std::int64_t i = 0; i < n; ++i) {
    const auto cell = static_cast<std::size_t>((first + i) / kCellFrames);
    for (std::size_t c = 0; c < channelsN; ++c) {
      const auto v = static_cast<float>(uv[static_cast<std::size_t>(i) * channelsN + c]);
      widen(cells.fine[c][cell], v);
      widen(cells.coarse[c][cell / Cells::kCoarse], v);
    }
  }
}

std::int64_t endOf(const core::Recording& recording) {
  const auto& segments = recording.segments();
  return segments.empty() ? 0 : segments.back().first.value + segments.back().framesN;
}

}  // namespace

Extremes Cells::over(std::size_t channel, std::size_t first, std::size_t last) const {
  Extremes out{kNone, kNone};
  const auto take = [&out](const Extremes& e) {
    if (!(out.minUv <= e.minUv)) out.minUv = e.minUv == e.minUv ? e.minUv : out.minUv;
    if (!(out.maxUv >= e.maxUv)) out.maxUv = e.maxUv == e.maxUv ? e.maxUv : out.maxUv;
  };
  last = std::min(last, fine[channel].size());
  for (std::size_t i = first; i < last;) {
    if (i % kCoarse == 0 && i + kCoarse <= last) {
      take(coarse[channel][i / kCoarse]);
      i += kCoarse;
    } else {
      take(fine[channel][i++]);
    }
  }
  return out;
}

core::Result<std::shared_ptr<const SignalCells>> filterWhole(core::Recording& recording, const dsp::ChainSettings& chain,
                                                             const store::Progress& progress) {
  const std::size_t channelsN = recording.format().channelsN();
  const std::int64_t end = endOf(recording);
  const auto cellsN = static_cast<std::size_t>((end + kCellFrames - 1) / kCellFrames);
  auto cells = std::make_shared<SignalCells>();
  prepare(cells->raw, channelsN, cellsN);
  prepare(cells->filtered, channelsN, cellsN);
  bool cancelled = false;
  const auto status = run(recording, chain, 0, end, [&](std::int64_t first, std::int64_t n, const std::vector<double>& raw,
                                                         const std::vector<double>& filtered) {
    gather(cells->raw, first, n, raw);
    gather(cells->filtered, first, n, filtered);
    cancelled = progress && !progress(static_cast<double>(first + n) / static_cast<double>(end));
    return !cancelled;
  });
  if (!status) return status.fault();
  if (cancelled) return core::Fault{core::FaultCode::kCancelled, "Filtering was stopped", ""};
  return std::shared_ptr<const SignalCells>(std::move(cells));
}

core::Result<std::vector<double>> filterStretch(core::Recording& recording, const dsp::ChainSettings& chain,
                                                std::int64_t first, std::int64_t n) {
  const std::size_t channelsN = recording.format().channelsN();
  const double rate = recording.format().sampleRateHz;
  const std::int64_t lead = dsp::SignalChain(chain, rate, channelsN).warmUpFrames();
  std::vector<double> out(static_cast<std::size_t>(n) * channelsN, std::numeric_limits<double>::quiet_NaN());
  const auto status = run(recording, chain, first - lead, first + n,
                          [&](std::int64_t at, std::int64_t framesN, const std::vector<double>&,
                              const std::vector<double>& uv) {
    const std::int64_t skip = std::max<std::int64_t>(0, first - at);
    for (std::int64_t i = skip; i < framesN; ++i)
      for (std::size_t c = 0; c < channelsN; ++c)
        out[static_cast<std::size_t>(at + i - first) * channelsN + c] = uv[static_cast<std::size_t>(i) * channelsN + c];
    return true;
  });
  if (!status) return status.fault();
  return out;
}

}  // namespace tonus::review
