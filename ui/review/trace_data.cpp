#include "review/trace_data.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

namespace tonus::review {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kReadAtOnceS = 30;   // envelope of a view no longer than this is read while one waits

core::SampleIndex frameAtOrBefore(double frame) { return {static_cast<std::int64_t>(std::floor(frame))}; }
core::SampleIndex frameAtOrAfter(double frame) { return {static_cast<std::int64_t>(std::ceil(frame))}; }

}  // namespace

bool isMark(const core::SessionEvent& e) {
  if (e.kind == core::EventKind::kMarker) return e.value == 0;  // those of the protocol are its phases
  return e.kind == core::EventKind::kEntry || e.kind == core::EventKind::kNote || e.kind == core::EventKind::kPause ||
         e.kind == core::EventKind::kResume || e.kind == core::EventKind::kDevice || e.kind == core::EventKind::kFault ||
         e.kind == core::EventKind::kFilter;
}

namespace {

QString entryWords(const core::SessionEvent& e) {
  const QString number = QString::number(e.value);
  if (e.text == "pain_nrs") return QCoreApplication::translate("trace", "Pain %1 of 10").arg(number);
  if (e.text == "comfort_nrs") return QCoreApplication::translate("trace", "Comfort %1 of 10").arg(number);
  if (e.text == "rom_deg") return QCoreApplication::translate("trace", "Range of motion %1°").arg(number);
  return QStringLiteral("%1 %2").arg(QString::fromStdString(e.text), number);
}

}  // namespace

QString markWords(const core::SessionEvent& e) {
  if (e.kind == core::EventKind::kFilter) return QCoreApplication::translate("trace", "other filters");
  if (e.kind == core::EventKind::kEntry) return entryWords(e);
  if (!e.text.empty()) return QString::fromStdString(e.text);
  if (e.kind == core::EventKind::kPause) return QCoreApplication::translate("trace", "pause");
  if (e.kind == core::EventKind::kResume) return QCoreApplication::translate("trace", "on again");
  return QCoreApplication::translate("trace", "mark");
}

TraceData::TraceData(std::unique_ptr<store::SessionReader> reader) : reader_(std::move(reader)), extremes_(channelsN()) {
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
  chain_ = recordedChain();
  readPyramid();
}

/// The store's cells in µV.
void TraceData::readPyramid() {
  const auto end = static_cast<std::int64_t>(framesN_);
  pyramid_ = std::make_unique<analysis::SignalCells>(channelsN(), end, store::kOverviewCell);
  const std::int64_t cellsN = (end + store::kOverviewCell - 1) / store::kOverviewCell;
  std::vector<std::vector<store::MinMax>> parts;
  for (std::size_t c = 0; c < channelsN(); ++c) {
    auto part = reader_->overview(c, {0}, {cellsN * store::kOverviewCell}, static_cast<std::size_t>(cellsN));
    if (!part) {
      fault_ = part.fault();
      return;
    }
    parts.push_back(std::move(part).value());
  }
  std::vector<float> low(channelsN()), high(channelsN());
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(cellsN); ++cell) {
    if (parts[0][cell].gap) continue;
    for (std::size_t c = 0; c < channelsN(); ++c) {
      low[c] = static_cast<float>(microvolts(c, parts[c][cell].min));
      high[c] = static_cast<float>(microvolts(c, parts[c][cell].max));
    }
    pyramid_->include(static_cast<std::int64_t>(cell), low, high);
  }
  for (std::int64_t slab = 0; slab < pyramid_->slabsN(); ++slab) pyramid_->publish(slab);
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

void TraceData::setFiltered(bool filtered) {
  filtered_ = filtered;
  picture_.columnsN = 0;
}

void TraceData::setCells(const dsp::ChainCourse& chain, std::shared_ptr<const analysis::SignalCells> cells) {
  if (cells_ && cells_->complete()) before_ = std::move(cells_);
  if (!(chain == chain_)) stretch_.clear();
  chain_ = chain;
  cells_ = std::move(cells);
  picture_.columnsN = 0;
}

analysis::CountsSource TraceData::countsFor(std::int64_t from, std::int64_t to) {
  if (!held_ || !held_->holds(from, to)) return analysis::countsOf(*reader_);
  return [held = held_](core::SampleIndex first, std::size_t n) -> core::Result<std::span<const std::int32_t>> {
    return held->frames(first, n);
  };
}

bool TraceData::loadStretch(const Span& span) {
  const auto have = static_cast<std::int64_t>(stretch_.size() / std::max<std::size_t>(1, channelsN()));
  const std::int64_t from = std::max<std::int64_t>(0, frameAtOrBefore(span.from).value);
  const std::int64_t to = std::min(frameAtOrAfter(span.to).value + 1, static_cast<std::int64_t>(framesN_));
  if (from >= stretchFirst_ && to <= stretchFirst_ + have) return true;
  const std::int64_t more = (to - from) / 4;   // so that moving a little costs nothing
  const std::int64_t first = std::max<std::int64_t>(0, from - more);
  const std::int64_t last = std::min(to + more, static_cast<std::int64_t>(framesN_));
  auto stretch = analysis::filterStretch(countsFor(first, last), chain_, reader_->format(), reader_->segments(), first, last - first);
  if (!stretch) {
    fault_ = stretch.fault();
    return false;
  }
  stretch_ = std::move(stretch).value();
  stretchFirst_ = first;
  return true;
}

std::vector<std::pair<double, double>> TraceData::samples(std::size_t channel, const Span& span, std::size_t most) {
  std::vector<std::pair<double, double>> out;
  if (span.length() > static_cast<double>(most)) return out;
  const std::int64_t from = std::max<std::int64_t>(0, frameAtOrBefore(span.from).value);
  const std::int64_t to = std::min(frameAtOrAfter(span.to).value + 1, static_cast<std::int64_t>(framesN_));
  if (filtered_ && loadStretch(span)) {
    const auto have = static_cast<std::int64_t>(stretch_.size() / channelsN());
    for (std::int64_t f = std::max(from, stretchFirst_); f < std::min(to, stretchFirst_ + have); ++f)
      out.emplace_back(static_cast<double>(f), stretch_[static_cast<std::size_t>(f - stretchFirst_) * channelsN() + channel]);
    return out;
  }
  const analysis::CountsSource read = countsFor(from, to);
  for (const core::Segment& segment : reader_->segments()) {
    const std::int64_t first = std::max(from, segment.first.value);
    const std::int64_t last = std::min(to, segment.first.value + segment.framesN);
    if (first >= last) continue;
    const auto counts = read({first}, static_cast<std::size_t>(last - first));
    if (!counts) {
      fault_ = counts.fault();
      return out;
    }
    if (!out.empty()) out.emplace_back(static_cast<double>(first) - 0.5, kNone);
    for (std::int64_t i = first; i < last; ++i) {
      const std::size_t at = static_cast<std::size_t>(i - first) * channelsN() + channel;
      out.emplace_back(static_cast<double>(i), microvolts(channel, counts.value()[at]));
    }
  }
  return out;
}

std::vector<HopPoint> TraceData::hops(std::size_t channel, const Span& span, double mostS) {
  if (span.length() > mostS * rateHz()) return {};
  const double edge = 0.02 * rateHz();
  if (hops_) return hops_->points(channel, span.from - edge, span.to + edge);
  if (span.length() > kReadAtOnceS * rateHz()) return {};
  const bool inside = nearHops_ && nearHopsSpan_.from <= span.from && nearHopsSpan_.to >= span.to;
  if (!inside) {
    nearHopsSpan_ = {span.from - span.length(), span.to + span.length()};
    auto read = readHops(*reader_, frameAtOrBefore(std::max(0.0, nearHopsSpan_.from)), frameAtOrAfter(nearHopsSpan_.to));
    if (!read) {
      fault_ = read.fault();
      return {};
    }
    nearHops_ = std::move(read).value();
  }
  return nearHops_->points(channel, span.from - edge, span.to + edge);
}

}  // namespace tonus::review
