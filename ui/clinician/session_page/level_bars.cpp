#include "clinician/session_page/level_bars.h"

#include <QMouseEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kLeastUv = 0.1, kLeastStepUv = 0.05;
constexpr double kStep = 0.02, kEase = 0.05;  // of the edge that moves
constexpr double kLeastBand = 1.05;           // upper edge over lower
constexpr double kGrab = 18;                  // px from an edge that still take hold of it
constexpr int kNumberEvery = 6;  // frames: what changes faster than ten times a second cannot be read

/// The next round number.
double niceAbove(double v) {
  const double ten = std::pow(10.0, std::floor(std::log10(v)));
  for (const double step : {1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0}) {
    if (step * ten >= v) return step * ten;
  }
  return 10 * ten;
}

}  // namespace

LevelBars::LevelBars(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);  // its keys are the page's: nothing is kept from it
  setAccessibleName(tr("Feedback bars"));
}

void LevelBars::setChannels(std::vector<BarChannel> channels) {
  bars_.clear();
  for (BarChannel& c : channels) {
    bars_.emplace_back();
    bars_.back().about = std::move(c);
  }
  begin_ = selected_ = 0;
  end_ = bars_.size();
  dragging_.reset();
  undo_.reset();
  updateGeometry();
  update();
}

void LevelBars::showChannels(std::size_t first, std::size_t end) {
  const auto before = [this](std::size_t channel) {
    return static_cast<std::size_t>(
        std::count_if(bars_.begin(), bars_.end(), [channel](const Bar& bar) { return bar.about.channel < channel; }));
  };
  begin_ = before(first);
  end_ = before(end);
  if (selected_ < begin_ || selected_ >= end_) selected_ = std::min(begin_, bars_.empty() ? 0 : bars_.size() - 1);
  dragging_.reset();
  updateGeometry();
  update();
}

void LevelBars::showLevels(const std::vector<core::ChannelFeedback>& values, const QString& asleep) {
  asleep_ = asleep;
  int turn = shown_++;
  for (Bar& bar : bars_) {
    const bool readable = turn++ % kNumberEvery == 0;  // not all in one frame
    if (bar.about.channel < values.size()) bar.value = values[bar.about.channel];
    if (readable || bar.number.isEmpty()) bar.number = style::number(bar.value.envelopeUv, bar.value.envelopeUv < 100 ? 1 : 0);
    if (bar.wantedUv && std::abs(*bar.wantedUv - bar.value.thresholdUv) < 1e-3 && !dragging_) bar.wantedUv.reset();
  }
  if (!dragging_) chooseScale();
  if (shown_ % 60 == 0) tellValues();
  update();
}

void LevelBars::chooseScale() {
  double wanted = 0;
  for (const Bar& bar : shown())
    wanted = std::max({wanted, 2.0 * bar.value.thresholdUv, 1.05 * bar.wantedUv.value_or(0),
                       bar.about.inside() ? 1.2 * bar.about.bandRatio * bar.wantedUv.value_or(bar.value.thresholdUv) : 0});
  if (wanted <= 0) {
    for (const Bar& bar : shown())
      wanted = std::max<double>(wanted, bar.value.quality.usable() ? bar.value.envelopeUv : 0);
  }
  if (wanted <= 0) return;
  const double nice = niceAbove(wanted);
  // A scale that follows every move would make the bars lie: it changes when the line leaves the middle.
  if (wanted > fullScaleUv_ || nice < 0.55 * fullScaleUv_) fullScaleUv_ = nice;
}

double LevelBars::thresholdUv(std::size_t bar) const {
  return bars_[bar].wantedUv.value_or(bars_[bar].value.thresholdUv);
}

std::optional<std::pair<double, double>> LevelBars::lineOf(std::size_t channel) const {
  for (std::size_t i = 0; i < bars_.size(); ++i)
    if (bars_[i].about.channel == channel && thresholdUv(i) > 0)
      return std::pair(thresholdUv(i), bars_[i].about.inside() ? upperUv(i) : 0.0);
  return std::nullopt;
}

double LevelBars::uvAt(double y) const {
  const QRectF box = track(begin_);
  return std::clamp((box.bottom() - y) / box.height(), 0.0, 1.0) * fullScaleUv_;
}

void LevelBars::select(std::size_t bar) {
  if (bar >= bars_.size()) return;
  selected_ = bar;
  update();
}

void LevelBars::observe(const core::ChannelFeedback* channels, std::size_t channelsN) {
  for (Bar& bar : bars_) {
    if (bar.about.channel >= channelsN) continue;
    const core::ChannelFeedback& now = channels[bar.about.channel];
    if (now.quality.usable()) bar.recent.add(now.envelopeUv);
  }
}

void LevelBars::show(const Edges& wanted) {
  Bar& bar = bars_[wanted.bar];
  bar.wantedUv = wanted.lineUv;
  if (wanted.lineUv > 0 && wanted.upperUv > 0) bar.about.bandRatio = std::max(kLeastBand, wanted.upperUv / wanted.lineUv);
  update();
}

void LevelBars::set(const Edges& wanted) {
  show(wanted);
  const BarChannel& about = bars_[wanted.bar].about;
  Q_EMIT thresholdMoved(about.channel, wanted.lineUv);
  if (about.inside() && wanted.lineUv > 0) Q_EMIT upperMoved(about.channel, upperUv(wanted.bar));
  tellValues();
}

bool LevelBars::nudge(bool up, Edge edge) {
  if (selected_ >= bars_.size() || bars_[selected_].about.role != feedback::Role::kTrain) return true;  // only watched: no line
  Edges wanted = edges(selected_);
  undo_ = wanted;
  if (wanted.lineUv <= 0) return placeLine();
  const bool upper = edge == Edge::kUpper && bars_[selected_].about.inside();
  double& moved = upper ? wanted.upperUv : wanted.lineUv;
  moved += (up ? 1 : -1) * std::max(kLeastStepUv, kStep * moved);
  wanted.lineUv = std::max(kLeastUv, wanted.lineUv);
  if (bars_[selected_].about.inside() && wanted.upperUv < kLeastBand * wanted.lineUv) return true;  // no room between them
  set(wanted);
  return true;
}

bool LevelBars::placeLine() {
  const auto median = bars_[selected_].recent.medianUv();
  if (!median) return false;
  const double uv = std::max(kLeastUv, *median);
  set({selected_, uv, uv * bars_[selected_].about.bandRatio});
  return true;
}

bool LevelBars::ease(bool easier) {
  if (selected_ >= bars_.size() || bars_[selected_].about.role != feedback::Role::kTrain) return true;
  Edges wanted = edges(selected_);
  undo_ = wanted;
  if (wanted.lineUv <= 0) return placeLine();
  const bool inside = bars_[selected_].about.inside();
  const bool lower = easier == (inside || bars_[selected_].about.rule == QLatin1String("above"));
  const double step = std::max(kLeastStepUv, kEase * wanted.lineUv);
  wanted.lineUv = std::max(kLeastUv, wanted.lineUv + (lower ? -step : step));
  if (inside) {
    wanted.upperUv *= lower ? 1 + kEase : 1 - kEase;
    if (wanted.upperUv < kLeastBand * wanted.lineUv) return true;
  }
  set(wanted);
  return true;
}

bool LevelBars::undo() {
  if (!undo_ || undo_->bar >= bars_.size()) return false;
  set(*std::exchange(undo_, edges(undo_->bar)));
  return true;
}

std::optional<LevelBars::Edge> LevelBars::edgeAt(std::size_t bar, const QPointF& at) const {
  const BarChannel& about = bars_[bar].about;
  if (about.role != feedback::Role::kTrain || !column(bar).contains(at)) return std::nullopt;
  if (thresholdUv(bar) <= 0) return track(bar).contains(at) ? std::optional(Edge::kLine) : std::nullopt;
  const double line = std::abs(at.y() - lineY(bar));
  const double upper = about.inside() ? std::abs(at.y() - lineY(bar, Edge::kUpper)) : kGrab;
  if (std::min(line, upper) >= kGrab) return std::nullopt;
  return upper < line ? Edge::kUpper : Edge::kLine;
}

void LevelBars::mousePressEvent(QMouseEvent* event) {
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    if (!column(i).contains(event->position())) continue;
    select(i);
    const auto edge = edgeAt(i, event->position());
    if (!edge) continue;
    dragging_ = i;
    draggedEdge_ = *edge;
    beforeDrag_ = edges(i);
    undo_ = beforeDrag_;
    mouseMoveEvent(event);
  }
}

void LevelBars::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_) {
    Edges wanted = beforeDrag_;
    const double uv = std::max(kLeastUv, uvAt(event->position().y()));
    const bool inside = bars_[*dragging_].about.inside() && beforeDrag_.lineUv > 0;
    if (inside && draggedEdge_ == Edge::kUpper) wanted.upperUv = std::max(uv, kLeastBand * wanted.lineUv);
    else if (inside) wanted.lineUv = std::min(uv, wanted.upperUv / kLeastBand);
    else wanted = {*dragging_, uv, uv * bars_[*dragging_].about.bandRatio};
    return show(wanted);
  }
  bool near = false;
  for (std::size_t i = 0; i < bars_.size(); ++i) near = near || (thresholdUv(i) > 0 && edgeAt(i, event->position()));
  setCursor(near ? Qt::SizeVerCursor : Qt::ArrowCursor);
}

void LevelBars::mouseReleaseEvent(QMouseEvent*) {
  if (!dragging_) return;
  const std::size_t bar = *dragging_;
  dragging_.reset();
  set(edges(bar));
}

void LevelBars::tellValues() {
  QStringList words;
  for (const Bar& bar : shown()) {
    const double line = bar.value.thresholdUv;
    const QString edges = bar.about.inside() && line > 0
                              ? tr("band from %1 to %2").arg(style::number(line), style::number(line * bar.about.bandRatio))
                              : tr("line at %1").arg(style::number(line));
    words << tr("%1: %2 %3, %4").arg(bar.about.name, style::number(bar.value.envelopeUv), bar.about.unit, edges);
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
}

}  // namespace tonus::clinician
