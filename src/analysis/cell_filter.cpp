#include "tonus/analysis/cell_filter.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "tonus/dsp/biquad.h"
#include "tonus/dsp/filter_bank.h"
#include "tonus/dsp/flush_to_zero.h"
#include "tonus/dsp/signal_chain.h"

namespace tonus::analysis {
namespace {

constexpr std::int64_t kReadFrames = 2048;
constexpr std::size_t kTile = 8;
constexpr std::size_t kLine = 64 / sizeof(std::int32_t);   ///< counts in a cache line

/// Warm-ups before a start in mid-signal: a notch is then at 0.05³ of what it had to learn.
constexpr std::int64_t kLeads = 3;

/// Values at once: the counts, their µV and both scales of a piece lie in 24 KB.
constexpr std::size_t kPieceValues = 1024;

std::int64_t pieceFrames(std::size_t channelsN) {
  const auto n = static_cast<std::int64_t>(kPieceValues / channelsN);
  return std::max<std::int64_t>(1, n / CellFilter::kCellFrames) * CellFilter::kCellFrames;
}

typedef double Pair __attribute__((vector_size(2 * sizeof(double))));
typedef double LoosePair __attribute__((vector_size(2 * sizeof(double)), aligned(sizeof(double)), may_alias));

/// Minimum and maximum of `framesN` rows of kTile values, `stride` apart. Written out: a compiler keeps to the order of
/// comparisons and takes one value at a time.
void tileExtremes(const double* uv, std::size_t stride, std::int64_t framesN, float* low, float* high) {
  constexpr std::size_t kPairs = kTile / 2;
  const auto pair = [&uv](std::size_t p) -> Pair { return *reinterpret_cast<const LoosePair*>(uv + 2 * p); };
  Pair lows[kPairs], highs[kPairs];
  for (std::size_t p = 0; p < kPairs; ++p) lows[p] = highs[p] = pair(p);
  for (std::int64_t i = 1; i < framesN; ++i) {
    uv += stride;
    for (std::size_t p = 0; p < kPairs; ++p) {
      const Pair v = pair(p);
      lows[p] = v < lows[p] ? v : lows[p];
      highs[p] = v > highs[p] ? v : highs[p];
    }
  }
  for (std::size_t c = 0; c < kTile; ++c) {
    low[c] = static_cast<float>(lows[c / 2][c % 2]);
    high[c] = static_cast<float>(highs[c / 2][c % 2]);
  }
}

void extremes(const double* uv, std::size_t channelsN, std::int64_t framesN, std::vector<float>& low, std::vector<float>& high) {
  std::size_t c = 0;
  for (; c + kTile <= channelsN; c += kTile) tileExtremes(uv + c, channelsN, framesN, &low[c], &high[c]);
  for (; c < channelsN; ++c) {
    double lows = uv[c], highs = uv[c];
    for (std::int64_t i = 1; i < framesN; ++i) {
      const double v = uv[static_cast<std::size_t>(i) * channelsN + c];
      lows = std::min(lows, v);
      highs = std::max(highs, v);
    }
    low[c] = static_cast<float>(lows);
    high[c] = static_cast<float>(highs);
  }
}

/// One chain of a course.
struct Stage {
  std::int64_t from;
  bool settled;
  std::int64_t leadN;
  dsp::FilterBank filters;

  Stage(const dsp::ChainFrom& part, const core::StreamFormat& format)
      : from(part.from.value),
        settled(part.chain.startSettled),
        leadN(kLeads * dsp::SignalChain(part.chain, format.sampleRateHz, format.channelsN()).warmUpFrames()),
        filters(dsp::designChain(part.chain, format.sampleRateHz), format.channelsN()) {}
};

/// The filters, and which frame they expect next.
class Run {
 public:
  Run(const dsp::ChainCourse& chains, const core::StreamFormat& format)
      : channelsN_(format.channelsN()),
        pieceN_(pieceFrames(channelsN_)),
        uv_(static_cast<std::size_t>(pieceN_) * channelsN_),
        offset_(uv_.size()),
        scale_(uv_.size()) {
    for (const dsp::ChainFrom& part : chains.parts) stages_.emplace_back(part, format);
    for (std::size_t i = 0; i < uv_.size(); ++i) {
      offset_[i] = format.channels[i % channelsN_].offsetCounts;
      scale_[i] = format.channels[i % channelsN_].scaleUvPerCount;
    }
  }

  /// Frames [from, to) of one segment, in pieces that end where cells end: onPiece(first, framesN, uv).
  template <class OnPiece>
  core::Status through(const CountsSource& counts, const core::Segment& segment, std::int64_t from, std::int64_t to, OnPiece onPiece) {
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      const std::int64_t begin = std::max(from, stages_[i].from);
      const std::int64_t end = i + 1 < stages_.size() ? std::min(to, stages_[i + 1].from) : to;
      if (begin >= end) continue;
      if (auto ok = throughStage(i, counts, segment, begin, end, onPiece); !ok) return ok;
    }
    return {};
  }

 private:
  template <class OnPiece>
  core::Status throughStage(std::size_t stage, const CountsSource& counts, const core::Segment& segment, std::int64_t from,
                            std::int64_t to, OnPiece onPiece) {
    if (stage != now_ || from != next_ || from == segment.first.value) {
      now_ = stage;
      fresh_ = true;
      stages_[now_].filters.reset();
      const std::int64_t lead = std::max(segment.first.value, from - stages_[now_].leadN);
      if (auto ok = pieces(counts, lead, from, [](std::int64_t, std::int64_t, const double*) {}); !ok) return ok;
    }
    next_ = to;
    return pieces(counts, from, to, onPiece);
  }

  template <class OnPiece>
  core::Status pieces(const CountsSource& counts, std::int64_t from, std::int64_t to, OnPiece onPiece) {
    while (from < to) {
      const std::int64_t readTo = std::min(to, (from / kReadFrames + 1) * kReadFrames);
      const auto read = counts({from}, static_cast<std::size_t>(readTo - from));
      if (!read) {
        next_ = -1;
        return read.fault();
      }
      const std::int32_t* at = read.value().data();
      while (from < readTo) {
        const std::int64_t end = std::min(readTo, (from / pieceN_ + 1) * pieceN_);
        const std::size_t n = static_cast<std::size_t>(end - from) * channelsN_;

        piece(at, n);
        onPiece(from, end - from, uv_.data());
        at += n;
        from = end;
      }
    }
    return {};
  }

  void piece(const std::int32_t* counts, std::size_t n) {
    double* uv = uv_.data();
    const double* offset = offset_.data();
    const double* scale = scale_.data();
    for (std::size_t i = 0; i < n; ++i) uv[i] = (static_cast<double>(counts[i]) - offset[i]) * scale[i];
    const std::span<double> values(uv, n);
    Stage& stage = stages_[now_];
    if (fresh_ && stage.settled) stage.filters.settle(values.first(channelsN_));
    fresh_ = false;
    stage.filters.process(values, values);
  }

  std::size_t channelsN_;
  std::int64_t pieceN_;
  std::vector<Stage> stages_;
  std::size_t now_ = 0;
  std::vector<double> uv_, offset_, scale_;
  std::int64_t next_ = -1;
  bool fresh_ = true;
};

}  // namespace

struct CellFilter::Impl {
  Run run;
  std::vector<core::Segment> segments;
  std::size_t channelsN;
  std::vector<float> low, high;
};

CellFilter::CellFilter(const dsp::ChainCourse& chains, const core::StreamFormat& format, std::vector<core::Segment> segments)
    : impl_(std::make_unique<Impl>(Impl{Run(chains, format), std::move(segments), format.channelsN(),
                                        std::vector<float>(format.channelsN()), std::vector<float>(format.channelsN())})) {}

CellFilter::~CellFilter() = default;

core::Status CellFilter::fill(const CountsSource& counts, std::int64_t slab, SignalCells& cells) {
  assert(cells.cellFrames() == kCellFrames && cells.channelsN() == impl_->channelsN);
  const dsp::FlushToZero guard;
  Impl& at = *impl_;
  const std::int64_t first = slab * SignalCells::kSlabFrames;
  for (const core::Segment& segment : at.segments) {
    const std::int64_t from = std::max(first, segment.first.value);
    const std::int64_t to = std::min(first + SignalCells::kSlabFrames, segment.first.value + segment.framesN);
    if (from >= to) continue;
    const auto status = at.run.through(counts, segment, from, to, [&](std::int64_t frame, std::int64_t framesN, const double* uv) {
      for (const std::int64_t end = frame + framesN; frame < end;) {
        const std::int64_t n = std::min(end, (frame / kCellFrames + 1) * kCellFrames) - frame;
        extremes(uv, at.channelsN, n, at.low, at.high);
        cells.include(frame / kCellFrames, at.low, at.high);
        uv += static_cast<std::size_t>(n) * at.channelsN;
        frame += n;
      }
    });
    if (!status) return status;
  }
  cells.publish(slab);
  return {};
}

std::shared_ptr<SignalCells> cellsFor(const std::vector<core::Segment>& segments, std::size_t channelsN) {
  const std::int64_t end = segments.empty() ? 0 : segments.back().first.value + segments.back().framesN;
  return std::make_shared<SignalCells>(channelsN, end, CellFilter::kCellFrames);
}

core::Status fillCells(const CountsSource& counts, const dsp::ChainCourse& chains, const core::StreamFormat& format,
                       const std::vector<core::Segment>& segments, std::int64_t fromFrame, SignalCells& cells,
                       const std::function<bool()>& onSlab) {
  CellFilter filter(chains, format, segments);
  for (const std::int64_t slab : slabsFrom(cells, fromFrame)) {
    if (auto ok = filter.fill(counts, slab, cells); !ok) return ok;
    if (onSlab && !onSlab()) return {};
  }
  return {};
}

core::Result<std::vector<double>> filterStretch(const CountsSource& counts, const dsp::ChainCourse& chains,
                                                const core::StreamFormat& format, const std::vector<core::Segment>& segments,
                                                std::int64_t first, std::int64_t n) {
  const dsp::FlushToZero guard;
  const std::size_t channelsN = format.channelsN();
  std::vector<double> out(static_cast<std::size_t>(n) * channelsN, std::numeric_limits<double>::quiet_NaN());
  Run run(chains, format);
  for (const core::Segment& segment : segments) {
    const std::int64_t from = std::max(first, segment.first.value);
    const std::int64_t to = std::min(first + n, segment.first.value + segment.framesN);
    if (from >= to) continue;
    const auto status = run.through(counts, segment, from, to, [&](std::int64_t frame, std::int64_t framesN, const double* uv) {
      std::copy_n(uv, static_cast<std::size_t>(framesN) * channelsN, out.begin() + (frame - first) * static_cast<std::int64_t>(channelsN));
    });
    if (!status) return status.fault();
  }
  return out;
}

}  // namespace tonus::analysis
