// TraceData: minimum and maximum of every pixel column, from whatever is finest and quickest for this span.

#include <algorithm>
#include <cmath>
#include <limits>

#include "review/trace_data.h"

namespace tonus::review {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kStretchFrames = 16000;   // filtered at once for a view no longer than this, even if it must be read

/// Frames [first, last) of column `i`; never none.
struct Frames {
  std::int64_t first, last;
};
Frames framesOf(const Span& span, std::size_t columnsN, std::size_t i) {
  const double per = span.length() / static_cast<double>(columnsN);
  const auto first = static_cast<std::int64_t>(std::max(0.0, std::floor(span.from + per * static_cast<double>(i))));
  const auto last = static_cast<std::int64_t>(std::floor(span.from + per * static_cast<double>(i + 1)));
  return {first, std::max(last, first + 1)};
}

void widen(Column& column, double uv) {
  column.minUv = std::fmin(column.minUv, uv);   // also from NaN
  column.maxUv = std::fmax(column.maxUv, uv);
}

}  // namespace

bool TraceData::isStretch(const Span& span, std::size_t columnsN) const {
  const bool all = held_ && held_->holds(0, static_cast<std::int64_t>(framesN_));
  const double cells = static_cast<double>(analysis::CellFilter::kCellFrames) * static_cast<double>(columnsN);
  return span.length() <= (all ? std::max(kStretchFrames, cells) : kStretchFrames);
}

bool TraceData::asFiltered(const Span& span) const {
  if (!filtered_) return false;
  const auto from = static_cast<std::int64_t>(span.from);
  return span.length() <= kStretchFrames || (cells_ && cells_->ready(from, static_cast<std::int64_t>(span.to)));
}

const std::vector<Column>& TraceData::columns(std::size_t channel, const Span& span, std::size_t columnsN) {
  const std::int64_t readyN = cells_ ? cells_->readyN() : 0;
  const bool same = picture_.columnsN == columnsN && picture_.span.from == span.from && picture_.span.to == span.to &&
                    picture_.readyN == readyN;
  if (!same) {
    picture_.span = span;
    picture_.columnsN = columnsN;
    picture_.readyN = readyN;
    picture_.channels.resize(channelsN());
    for (auto& columns : picture_.channels) columns.assign(columnsN, Column{kNone, kNone});
    draw(span, columnsN);
  }
  return picture_.channels[channel];
}

void TraceData::draw(const Span& span, std::size_t columnsN) {
  if (filtered_) {
    if (isStretch(span, columnsN) && loadStretch(span)) return drawStretch(span, columnsN);
    if (cells_ && cells_->ready(static_cast<std::int64_t>(span.from), static_cast<std::int64_t>(span.to)))
      return drawCells(span, columnsN);
    return drawWaiting(span, columnsN);
  }
  const double perColumn = span.length() / static_cast<double>(columnsN);
  if (perColumn >= static_cast<double>(store::kOverviewCell)) {
    for (std::size_t i = 0; i < columnsN; ++i) takeCells(*pyramid_, span, i);
  } else if (held_ && held_->holds(0, static_cast<std::int64_t>(span.to))) {
    drawHeld(span, columnsN);
  } else {
    drawStored(span, columnsN);
  }
}

void TraceData::takeCells(const analysis::SignalCells& cells, const Span& span, std::size_t column) {
  const Frames frames = framesOf(span, picture_.columnsN, column);
  // Where a column is many coarse cells wide, its edges go to whole ones: at most an eighth of a pixel of difference.
  const std::int64_t coarse = cells.cellFrames() * analysis::SignalCells::kCoarse;
  const std::int64_t grid = frames.last - frames.first >= 8 * coarse ? analysis::SignalCells::kCoarse : 1;
  const std::int64_t first = frames.first / cells.cellFrames() / grid * grid;
  const std::int64_t last = frames.last / cells.cellFrames() / grid * grid;
  cells.over(first, std::max(last, first + 1), extremes_);
  for (std::size_t c = 0; c < channelsN(); ++c)
    if (extremes_[c].any())
      picture_.channels[c][column] = {static_cast<double>(extremes_[c].minUv), static_cast<double>(extremes_[c].maxUv)};
}

void TraceData::drawCells(const Span& span, std::size_t columnsN) {
  for (std::size_t i = 0; i < columnsN; ++i) takeCells(*cells_, span, i);
}

/// What is filtered as it is; the rest through the filters before, else raw, each column about its own middle: as high
/// as the signal is there, without the electrode's drift.
void TraceData::drawWaiting(const Span& span, std::size_t columnsN) {
  const double perColumn = span.length() / static_cast<double>(columnsN);
  const analysis::SignalCells* instead = before_ ? before_.get() : pyramid_.get();
  if (!before_ && perColumn < static_cast<double>(store::kOverviewCell)) {
    drawStored(span, columnsN);
    instead = nullptr;
  }
  for (std::size_t i = 0; i < columnsN; ++i) {
    const Frames frames = framesOf(span, columnsN, i);
    const bool ready = cells_ && cells_->ready(frames.first, frames.last);
    if (ready) {
      for (auto& columns : picture_.channels) columns[i] = {kNone, kNone};
      takeCells(*cells_, span, i);
    } else if (instead != nullptr) {
      takeCells(*instead, span, i);
    }
    for (auto& columns : picture_.channels) {
      columns[i].waiting = !ready;
      if (ready || before_) continue;
      const double half = (columns[i].maxUv - columns[i].minUv) / 2;
      columns[i].minUv = -half;
      columns[i].maxUv = half;
    }
  }
}

void TraceData::drawStored(const Span& span, std::size_t columnsN) {
  const auto from = static_cast<std::int64_t>(std::floor(span.from));
  const auto to = static_cast<std::int64_t>(std::ceil(span.to));
  for (std::size_t c = 0; c < channelsN(); ++c) {
    const auto parts = reader_->overview(c, {from}, {to}, columnsN);
    if (!parts) {
      fault_ = parts.fault();
      return;
    }
    for (std::size_t i = 0; i < columnsN; ++i) {
      const store::MinMax& part = parts.value()[i];
      if (!part.gap) picture_.channels[c][i] = {microvolts(c, part.min), microvolts(c, part.max)};
    }
  }
}

void TraceData::drawHeld(const Span& span, std::size_t columnsN) {
  const std::size_t channels = channelsN();
  std::vector<std::int32_t> low(channels), high(channels);
  for (const core::Segment& segment : held_->segments()) {
    const std::int64_t end = segment.first.value + segment.framesN;
    if (end <= static_cast<std::int64_t>(span.from) || segment.first.value >= static_cast<std::int64_t>(std::ceil(span.to))) continue;
    for (std::size_t i = 0; i < columnsN; ++i) {
      const Frames frames = framesOf(span, columnsN, i);
      const std::int64_t first = std::max(frames.first, segment.first.value);
      const std::int64_t last = std::min(frames.last, end);
      if (first >= last) continue;
      const auto counts = held_->frames({first}, static_cast<std::size_t>(last - first));
      std::copy_n(counts.begin(), channels, low.begin());
      std::copy_n(counts.begin(), channels, high.begin());
      for (std::size_t at = channels; at < counts.size(); at += channels) {
        for (std::size_t c = 0; c < channels; ++c) {
          low[c] = std::min(low[c], counts[at + c]);
          high[c] = std::max(high[c], counts[at + c]);
        }
      }
      for (std::size_t c = 0; c < channels; ++c) {
        widen(picture_.channels[c][i], microvolts(c, low[c]));
        widen(picture_.channels[c][i], microvolts(c, high[c]));
      }
    }
  }
}

void TraceData::drawStretch(const Span& span, std::size_t columnsN) {
  const std::size_t channels = channelsN();
  const auto have = static_cast<std::int64_t>(stretch_.size() / channels);
  for (std::size_t i = 0; i < columnsN; ++i) {
    const Frames frames = framesOf(span, columnsN, i);
    const std::int64_t last = std::min(frames.last, stretchFirst_ + have);
    for (std::int64_t f = std::max(frames.first, stretchFirst_); f < last; ++f) {
      const double* uv = stretch_.data() + static_cast<std::size_t>(f - stretchFirst_) * channels;
      if (!std::isfinite(uv[0])) continue;   // a gap is one in every channel
      for (std::size_t c = 0; c < channels; ++c) widen(picture_.channels[c][i], uv[c]);
    }
  }
}

}  // namespace tonus::review
