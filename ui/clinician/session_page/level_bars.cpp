#include "clinician/session_page/level_bars.h"

#include <QMouseEvent>
#include <algorithm>
#include <cmath>

#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kLeastUv = 0.1;
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
  selected_ = 0;
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
  for (const Bar& bar : bars_)
    wanted = std::max({wanted, 2.0 * bar.value.thresholdUv, 1.05 * bar.wantedUv.value_or(0)});
  if (wanted <= 0) {
    for (const Bar& bar : bars_)
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

double LevelBars::uvAt(double y) const {
  const QRectF box = track(0);
  return std::clamp((box.bottom() - y) / box.height(), 0.0, 1.0) * fullScaleUv_;
}

void LevelBars::select(std::size_t bar) {
  if (bar >= bars_.size()) return;
  selected_ = bar;
  update();
}

void LevelBars::set(std::size_t bar, double uv) {
  uv = std::max(kLeastUv, uv);
  bars_[bar].wantedUv = uv;
  Q_EMIT thresholdMoved(bars_[bar].about.channel, uv);
  tellValues();
  update();
}

void LevelBars::nudge(bool up, double fraction) {
  if (selected_ >= bars_.size()) return;
  if (bars_[selected_].about.role != feedback::Role::kTrain) return;  // what is only watched has no line
  const double now = thresholdUv(selected_);
  if (now <= 0) return set(selected_, bars_[selected_].value.envelopeUv);  // the first line: where the muscle is
  set(selected_, now + (up ? 1 : -1) * std::max(0.05, fraction * now));
}

void LevelBars::ease(bool easier) {
  if (selected_ >= bars_.size()) return;
  const bool easierIsLower = bars_[selected_].about.rule == QLatin1String("above");
  nudge(easier != easierIsLower, 0.05);
}

void LevelBars::mousePressEvent(QMouseEvent* event) {
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    if (!column(i).contains(event->position())) continue;
    select(i);
    const bool near = std::abs(event->position().y() - lineY(i)) < 18;
    const bool none = thresholdUv(i) <= 0 && track(i).contains(event->position());
    if (bars_[i].about.role == feedback::Role::kTrain && (near || none)) {
      dragging_ = i;
      mouseMoveEvent(event);
    }
  }
}

void LevelBars::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_) {
    bars_[*dragging_].wantedUv = std::max(kLeastUv, uvAt(event->position().y()));
    update();
    return;
  }
  bool near = false;
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    near = near || (bars_[i].about.role == feedback::Role::kTrain && column(i).contains(event->position()) &&
                    std::abs(event->position().y() - lineY(i)) < 18);
  }
  setCursor(near ? Qt::SizeVerCursor : Qt::ArrowCursor);
}

void LevelBars::mouseReleaseEvent(QMouseEvent*) {
  if (!dragging_) return;
  const std::size_t bar = *dragging_;
  dragging_.reset();
  set(bar, *bars_[bar].wantedUv);
}

void LevelBars::tellValues() {
  QStringList words;
  for (const Bar& bar : bars_) {
    words << tr("%1: %2 %3, line at %4")
                 .arg(bar.about.name, style::number(bar.value.envelopeUv), bar.about.unit,
                      style::number(bar.value.thresholdUv));
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
}

}  // namespace tonus::clinician
