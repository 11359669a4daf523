#include "review/trace_data.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

namespace tonus::review {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kStretchFrames = 16000;   // filtered at once for a view no longer than this

core::SampleIndex frameAtOrBefore(double frame) { return {static_cast<std::int64_t>(std::floor(frame))}; }
core::SampleIndex frameAtOrAfter(double frame) { return {static_cast<std::int64_t>(std::ceil(frame))}; }

}  // namespace

bool isMark(const core::SessionEvent& e) {
  return e.kind == core::EventKind::kMarker || e.kind == core::EventKind::kNote || e.kind == core::EventKind::kPause ||
         e.kind == core::EventKind::kResume || e.kind == core::EventKind::kDevice || e.kind == core::EventKind::kFault ||
         e.kind == core::EventKind::kFilter;
}

QString markWords(const core::SessionEvent& e) {
  if (e.kind == core::EventKind::kFilter) return QCoreApplication::translate("trace", "other filters");
  if (!e.text.empty()) return QString::fromStdString(e.text);
  if (e.kind == core::EventKind::kPause) return QCoreApplication::translate("trace", "pause");
  if (e.kind == core::EventKind::kResume) return QCoreApplication::translate("trace", "on again");
  return QCoreApplication::translate("trace", "mark");
}

TraceData::TraceData(std::unique_ptr<store::SessionReader> reader) : reader_(std::move(reader)) {
  auto setup = session::parseSetup(reader_->row().setupJson);
  setup_ = setup ? std::move(setup).value() : session::defaultSetup(reader_->format());
  const auto& segments = reader_->segments();
  double end = 0;
  for (const core::Segment& segment : segments) {
    const double first = static_cast<double>(segment.first.value);
    if (first > end) gaps_.push_back({end, first});
    end = first + static_cast<double>(segment.framesN);
  }
  framesN_ = std::max({end, static_cast<double>(reader_->row().framesN), 1.0});
  auto events = reader_->sessionEvents();
  if (events) events_ = std::move(events).value();
  else fault_ = events.fault();
}

QString TraceData::channelName(std::size_t channel) const {
  const auto& format = reader_->format().channels[channel];
  if (channel < setup_.channels.size() && !setup_.channels[channel].name.empty())
    return QString::fromStdString(setup_.channels[channel].name);
  return QString::fromStdString(format.label);
}

bool TraceData::calibrated(std::size_t channel) const { return reader_->format().channels[channel].calibrated; }

double TraceData::microvolts(std::size_t channel, double count) const {
  const core::ChannelFormat& f = reader_->format().channels[channel];
  return (count - f.offsetCounts) * f.scaleUvPerCount;
}

bool TraceData::asFiltered(const Span& span) const {
  return filtered_ && (cells_ || span.length() <= kStretchFrames);
}

std::vector<Column> TraceData::columns(std::size_t channel, const Span& span, std::size_t columnsN) {
  if (filtered_ && span.length() <= kStretchFrames && loadStretch(span)) return stretchColumns(channel, span, columnsN);
  const bool wideEnough = span.length() >= static_cast<double>(columnsN) * static_cast<double>(kCellFrames);
  if (cells_ && (filtered_ || wideEnough)) return cellColumns(channel, span, columnsN);
  return storedColumns(channel, span, columnsN);
}

std::vector<Column> TraceData::storedColumns(std::size_t channel, const Span& span, std::size_t columnsN) {
  std::vector<Column> out(columnsN, Column{kNone, kNone});
  const std::int64_t from = frameAtOrBefore(span.from).value;
  const std::int64_t to = frameAtOrAfter(span.to).value;
  // Whole cells of the pyramid where they are finer than a column: no raw signal needs to be read.
  const std::int64_t cell = store::kOverviewCell;
  const bool byCells = (to - from) / static_cast<std::int64_t>(columnsN) >= cell;
  const std::int64_t first = byCells ? from / cell * cell : from;
  const std::int64_t partsN = byCells ? (to - first + cell - 1) / cell : static_cast<std::int64_t>(columnsN);
  const std::int64_t last = byCells ? first + partsN * cell : to;
  const auto parts = reader_->overview(channel, {first}, {last}, static_cast<std::size_t>(partsN));
  if (!parts) {
    fault_ = parts.fault();
    return out;
  }
  const double perColumn = span.length() / static_cast<double>(columnsN);
  const double perPart = static_cast<double>(last - first) / static_cast<double>(partsN);
  for (std::size_t i = 0; i < parts.value().size(); ++i) {
    const store::MinMax& part = parts.value()[i];
    const double column = (static_cast<double>(first) + (static_cast<double>(i) + 0.5) * perPart - span.from) / perColumn;
    if (part.gap || column < 0 || column >= static_cast<double>(columnsN)) continue;
    Column& c = out[static_cast<std::size_t>(column)];
    c.minUv = std::fmin(c.minUv, microvolts(channel, part.min));
    c.maxUv = std::fmax(c.maxUv, microvolts(channel, part.max));
  }
  return out;
}

std::vector<Column> TraceData::cellColumns(std::size_t channel, const Span& span, std::size_t columnsN) const {
  std::vector<Column> out(columnsN, Column{kNone, kNone});
  const Cells& cells = filtered_ ? cells_->filtered : cells_->raw;
  const double perColumn = span.length() / static_cast<double>(columnsN) / static_cast<double>(kCellFrames);
  const double begin = span.from / static_cast<double>(kCellFrames);
  // Where a column is many coarse cells wide, its edges go to whole ones: at most an eighth of a pixel of difference.
  const std::size_t grid = perColumn >= 16.0 * static_cast<double>(Cells::kCoarse) / 2 ? Cells::kCoarse : 1;
  for (std::size_t i = 0; i < columnsN; ++i) {
    const auto first = static_cast<std::size_t>(std::max(0.0, begin + perColumn * static_cast<double>(i))) / grid * grid;
    const auto last = static_cast<std::size_t>(std::max(0.0, begin + perColumn * static_cast<double>(i + 1))) / grid * grid;
    const Extremes e = cells.over(channel, first, std::max(last, first + 1));
    out[i] = {static_cast<double>(e.minUv), static_cast<double>(e.maxUv)};
  }
  return out;
}

bool TraceData::loadStretch(const Span& span) {
  const auto have = static_cast<std::int64_t>(stretch_.size() / std::max<std::size_t>(1, channelsN()));
  const std::int64_t from = std::max<std::int64_t>(0, frameAtOrBefore(span.from).value);
  const std::int64_t to = std::min(frameAtOrAfter(span.to).value + 1, static_cast<std::int64_t>(framesN_));
  if (from >= stretchFirst_ && to <= stretchFirst_ + have) return true;
  const std::int64_t more = (to - from) / 2;   // so that moving a little costs nothing
  const std::int64_t first = std::max<std::int64_t>(0, from - more);
  const std::int64_t last = std::min(to + more, static_cast<std::int64_t>(framesN_));
  auto stretch = filterStretch(*reader_, setup_.chain, first, last - first);
  if (!stretch) {
    fault_ = stretch.fault();
    return false;
  }
  stretch_ = std::move(stretch).value();
  stretchFirst_ = first;
  return true;
}

std::vector<Column> TraceData::stretchColumns(std::size_t channel, const Span& span, std::size_t columnsN) {
  std::vector<Column> out(columnsN, Column{kNone, kNone});
  const double perFrame = static_cast<double>(columnsN) / span.length();
  const auto have = static_cast<std::int64_t>(stretch_.size() / channelsN());
  const std::int64_t last = std::min(frameAtOrAfter(span.to).value, stretchFirst_ + have);
  for (std::int64_t f = std::max(frameAtOrBefore(span.from).value, stretchFirst_); f < last; ++f) {
    const double uv = stretch_[static_cast<std::size_t>(f - stretchFirst_) * channelsN() + channel];
    const auto column = static_cast<std::int64_t>((static_cast<double>(f) - span.from) * perFrame);
    if (!std::isfinite(uv) || column < 0 || column >= static_cast<std::int64_t>(columnsN)) continue;
    Column& c = out[static_cast<std::size_t>(column)];
    c.minUv = std::fmin(c.minUv, uv);
    c.maxUv = std::fmax(c.maxUv, uv);
  }
  return out;
}

std::vector<std::pair<double, double>> TraceData::stretchSamples(std::size_t channel, std::int64_t from, std::int64_t to) {
  std::vector<std::pair<double, double>> out;
  const auto have = static_cast<std::int64_t>(stretch_.size() / channelsN());
  for (std::int64_t f = std::max(from, stretchFirst_); f < std::min(to, stretchFirst_ + have); ++f)
    out.emplace_back(static_cast<double>(f), stretch_[static_cast<std::size_t>(f - stretchFirst_) * channelsN() + channel]);
  return out;
}

std::vector<std::pair<double, double>> TraceData::samples(std::size_t channel, const Span& span, std::size_t most) {
  if (span.length() > static_cast<double>(most)) return {};
  const std::int64_t from = std::max<std::int64_t>(0, frameAtOrBefore(span.from).value);
  const std::int64_t to = std::min(frameAtOrAfter(span.to).value + 1, static_cast<std::int64_t>(framesN_));
  if (filtered_ && loadStretch(span)) return stretchSamples(channel, from, to);
  std::vector<std::pair<double, double>> out;
  std::vector<std::int32_t> counts;
  for (const core::Segment& segment : reader_->segments()) {
    const std::int64_t first = std::max(from, segment.first.value);
    const std::int64_t last = std::min(to, segment.first.value + segment.framesN);
    if (first >= last) continue;
    counts.resize(static_cast<std::size_t>(last - first) * channelsN());
    if (const auto status = reader_->read({first}, counts); !status) {
      fault_ = status.fault();
      return out;
    }
    if (!out.empty()) out.emplace_back(static_cast<double>(first) - 0.5, kNone);
    for (std::int64_t i = first; i < last; ++i) {
      const std::size_t at = static_cast<std::size_t>(i - first) * channelsN() + channel;
      out.emplace_back(static_cast<double>(i), microvolts(channel, counts[at]));
    }
  }
  return out;
}

const std::vector<store::StoredHop>& TraceData::loadHops(const Span& span) {
  if (hopsSpan_.from <= span.from && hopsSpan_.to >= span.to && hopsSpan_.length() > 0) return hops_;
  hopsSpan_ = {span.from - span.length(), span.to + span.length()};
  auto hops = reader_->hops(frameAtOrBefore(std::max(0.0, hopsSpan_.from)), frameAtOrAfter(hopsSpan_.to));
  if (hops) hops_ = std::move(hops).value();
  else fault_ = hops.fault();
  return hops_;
}

std::vector<HopPoint> TraceData::hops(std::size_t channel, const Span& span, double mostS) {
  if (span.length() > mostS * rateHz()) return {};
  std::vector<HopPoint> out;
  for (const store::StoredHop& hop : loadHops(span)) {
    const double at = static_cast<double>(hop.at.value);
    if (at < span.from - rateHz() * 0.02 || at > span.to + rateHz() * 0.02 || channel >= hop.channels.size()) continue;
    const core::ChannelFeedback& c = hop.channels[channel];
    out.push_back({at, static_cast<double>(c.envelopeUv), static_cast<double>(c.thresholdUv), c.inTarget});
  }
  return out;
}

}  // namespace tonus::review
