#include "clinician/session_page/trace_view.h"

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <cmath>

#include "style/marker_words.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kSeconds = 10;
constexpr int kAhead = 16;  // px kept empty in front of the newest column
constexpr std::array<double, 19> kScalesUv{5,   7.5, 10,  15,  20,  30,   40,   50,   75,  100,
                                           150, 200, 300, 500, 750, 1000, 1500, 2500, 5000};
constexpr double kFitted = 0.99;  // of the columns are inside a fitted scale: one spike does not flatten the rest

/// px at the top of a lane for its name.
double nameHigh(double laneHigh) {
  const double text = QFontMetrics(style::face(style::Type::kSmall, true)).height();
  return laneHigh > 5 * text ? text + 10 : text;
}

}  // namespace

TraceView::TraceView(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Live traces"));
}

void TraceView::setLanes(std::vector<TraceLane> lanes, double sampleRateHz, std::size_t firstChannel) {
  const bool others = firstChannel != firstChannel_;
  const bool same = lanes.size() == lanes_.size() && sampleRateHz == sampleRateHz_;
  const bool sameSignal = sampleRateHz == sampleRateHz_ && others;
  lanes_ = std::move(lanes);
  firstChannel_ = firstChannel;
  sampleRateHz_ = sampleRateHz;
  if (sameSignal) rebuild();
  else if (same) update();
  else clear();
}

void TraceView::setUnit(const QString& unit) {
  unit_ = unit;
  describe();
  Q_EMIT scaleChanged();
}

void TraceView::setFilterWords(const QString& words) {
  filterWords_ = words;
  Q_EMIT scaleChanged();
}

void TraceView::clear() {
  recent_.clear();
  marks_.clear();
  recentFrames_ = 0;
  rebuild();
}

void TraceView::setRaw(bool raw) {
  raw_ = raw;
  rebuild();
  Q_EMIT scaleChanged();
}

void TraceView::setFullScaleUv(double uv) {
  if (uv == fullScaleUv_) return;
  fullScaleUv_ = uv;
  rebuild();
  Q_EMIT scaleChanged();
}

void TraceView::zoom(int steps) {
  std::size_t i = 0;
  while (i + 1 < kScalesUv.size() && kScalesUv[i] < fullScaleUv_) ++i;
  const auto wanted = static_cast<std::ptrdiff_t>(i) - steps;
  chosen_ = true;
  fitted_ = false;
  setFullScaleUv(kScalesUv[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(wanted, 0, kScalesUv.size() - 1))]);
}

void TraceView::fit() {
  if (chosen_) return;
  float peak = 0;
  std::vector<float> sizes;
  for (std::size_t c = 0; c < sweep_.channelsN(); ++c) {
    sizes.clear();
    for (int column = 0; column < sweep_.columnsN(); ++column) {
      const Sweep::Column& at = sweep_.at(c, column);
      if (at.any) sizes.push_back(std::max(at.max, -at.min));
    }
    if (sizes.empty()) continue;
    const auto nth = sizes.begin() + static_cast<std::ptrdiff_t>(kFitted * static_cast<double>(sizes.size() - 1));
    std::nth_element(sizes.begin(), nth, sizes.end());
    peak = std::max(peak, *nth);
  }
  if (peak <= 0) return;
  fitted_ = true;
  const auto* scale = std::lower_bound(kScalesUv.begin(), kScalesUv.end(), 1.3 * static_cast<double>(peak));
  setFullScaleUv(scale == kScalesUv.end() ? kScalesUv.back() : *scale);
  Q_EMIT scaleChanged();
}

void TraceView::wheelEvent(QWheelEvent* event) { zoom(event->angleDelta().y() > 0 ? 1 : -1); }

QRectF TraceView::lane(std::size_t channel) const {
  const double h = lanes_.empty() ? height() : height() / static_cast<double>(lanes_.size());
  return {0, h * static_cast<double>(channel), static_cast<double>(width()), h};
}

QRectF TraceView::waves(std::size_t channel) const {
  const QRectF box = lane(channel);
  const double name = nameHigh(box.height());
  return box.height() > 2 * name ? box.adjusted(0, name, 0, 0) : box;
}

double TraceView::yOf(std::size_t channel, double uv) const {
  const QRectF box = waves(channel);
  return box.center().y() - 0.5 * box.height() * uv / fullScaleUv_;
}

/// Beside the column that is being filled: that one shows the newest signal and must not be covered.
int TraceView::cursorX() const { return static_cast<int>((sweep_.head() + 1) % sweep_.columnsN()); }

void TraceView::rebuild() {
  sweep_.reset(lanes_.size(), std::max(width(), 1), kSeconds, sampleRateHz_,
               raw_ ? Sweep::Signal::kRaw : Sweep::Signal::kFiltered, firstChannel_);
  for (const core::BlockPtr& block : recent_) sweep_.push(*block);
  canvas_ = QPixmap(size() * devicePixelRatioF());
  canvas_.setDevicePixelRatio(devicePixelRatioF());
  QPainter painter(&canvas_);
  painter.fillRect(rect(), style::tokens().surface);
  const std::int64_t head = sweep_.head();
  paintColumns(painter, std::max<std::int64_t>(0, head - sweep_.columnsN() + kAhead), head);
  update();
}

void TraceView::showBlocks(const std::vector<core::BlockPtr>& blocks) {
  Sweep::Dirty all;
  for (const core::BlockPtr& block : blocks) {
    if (!recent_.empty() && block->first < recent_.back()->first) {  // the recording began: index 0 again
      clear();
      all = {};
    }
    recent_.push_back(block);
    recentFrames_ += block->framesN;
    const Sweep::Dirty dirty = sweep_.push(*block);
    if (all.n == 0)
      all = dirty;
    else
      all.n = dirty.first + dirty.n - all.first;
  }
  while (!recent_.empty() && static_cast<double>(recentFrames_ - recent_.front()->framesN) > kSeconds * sampleRateHz_) {
    recentFrames_ -= recent_.front()->framesN;
    recent_.pop_front();
  }
  if (all.n > 0) updateColumns(all);
  keepMarks(blocks);
  describedBlocks_ += static_cast<int>(blocks.size());
  if (describedBlocks_ > 100) describe();
}

void TraceView::keepMarks(const std::vector<core::BlockPtr>& blocks) {
  const std::size_t before = marks_.size();
  for (const core::BlockPtr& block : blocks) {
    for (const core::SessionEvent& event : block->events) {
      if (event.kind == core::EventKind::kFilter) marks_.push_back({event.at, tr("filters")});
      if (event.kind != core::EventKind::kMarker && event.kind != core::EventKind::kNote) continue;
      const bool protocols = event.kind == core::EventKind::kMarker && event.value != 0;
      marks_.push_back({event.at, protocols ? style::markerWords(event.text) : style::textOf(event.text)});
    }
  }
  while (!marks_.empty() && sweep_.columnOf(marks_.front().at.value) <= sweep_.head() - sweep_.columnsN() + kAhead)
    marks_.pop_front();
  if (marks_.size() != before) update();
}

void TraceView::describe() {
  describedBlocks_ = 0;
  setAccessibleDescription(
      tr("%1 channels, ±%2 %3, %4").arg(lanes_.size()).arg(fullScaleUv_).arg(unit_).arg(raw_ ? tr("raw") : tr("filtered")));
}

void TraceView::updateColumns(const Sweep::Dirty& dirty) {
  const std::int64_t n = std::min<std::int64_t>(dirty.n, sweep_.columnsN());
  const std::int64_t to = dirty.first + dirty.n;
  QPainter painter(&canvas_);
  paintColumns(painter, to - n, to);
  painter.end();
  const int columns = sweep_.columnsN();
  // One column back: it is joined to the new one, and the old cursor stood there.
  const int x = static_cast<int>((to - n + columns - 2) % columns);
  const int wide = static_cast<int>(n) + kAhead + 4;
  update(x, 0, std::min(wide, columns - x), height());
  if (x + wide > columns) update(0, 0, x + wide - columns, height());
  for (const Sweep::Gap& gap : sweep_.gaps()) {  // the word of a gap ends at its right edge, left of what is new
    if (sweep_.columnOf(gap.first + gap.framesN) + 2 >= to - n) update();
  }
}

void TraceView::paintColumns(QPainter& painter, std::int64_t from, std::int64_t to) {
  if (from >= to || lanes_.empty()) return;
  const style::Tokens& t = style::tokens();
  const int columns = sweep_.columnsN();
  const int first = static_cast<int>(from % columns);
  const int wide = static_cast<int>(to - from) + kAhead;
  painter.fillRect(QRect(first, 0, std::min(wide, columns - first), height()), t.surface);
  if (first + wide > columns) painter.fillRect(QRect(0, 0, first + wide - columns, height()), t.surface);
  std::vector<QLineF> lines;
  for (std::size_t c = 0; c < lanes_.size(); ++c) {
    const QRectF box = waves(c);
    const double middle = box.center().y();
    const double gain = 0.5 * box.height() / fullScaleUv_;
    lines.clear();
    for (std::int64_t column = from; column < to; ++column) {
      const Sweep::Column& now = sweep_.at(c, column);
      if (!now.any) continue;
      float low = now.min;
      float high = now.max;
      if (column > 0 && column % columns != 0) {  // joined to its neighbour, unless a gap lies between
        const Sweep::Column& before = sweep_.at(c, column - 1);
        if (before.any) {
          low = std::min(low, before.max);
          high = std::max(high, before.min);
        }
      }
      const double x = static_cast<double>(column % columns);
      const double top = std::max(middle - high * gain, box.top());
      const double bottom = std::min(middle - low * gain, box.bottom());
      lines.emplace_back(x, std::min(top, box.bottom()), x, std::max(bottom, box.top()));
    }
    painter.setPen(QPen(t.channel(firstChannel_ + c), 0));
    painter.drawLines(lines.data(), static_cast<int>(lines.size()));
  }
}

void TraceView::paintEvent(QPaintEvent* event) {
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  const qreal ratio = canvas_.devicePixelRatio();
  for (const QRect& part : event->region()) {
    painter.drawPixmap(
        part, canvas_,
        QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio).toRect());
  }
  painter.setPen(QPen(t.line, 1));
  for (std::size_t c = 1; c < lanes_.size(); ++c) {
    const double y = std::floor(lane(c).top()) + 0.5;
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
  }
  if (!recent_.empty()) painter.fillRect(QRect(cursorX(), 0, 2, height()), t.accent);
  paintGaps(painter);
  paintMarks(painter);
  paintLabels(painter, event->region());
}

void TraceView::paintGaps(QPainter& painter) {
  const style::Tokens& t = style::tokens();
  const QFont font = style::face(style::Type::kSmall);
  const QFontMetrics metrics(font);
  painter.setFont(font);
  const int columns = sweep_.columnsN();
  for (const Sweep::Gap& gap : sweep_.gaps()) {
    const std::int64_t from = sweep_.columnOf(gap.first);
    const std::int64_t to = sweep_.columnOf(gap.first + gap.framesN);
    const QString words = tr("gap %1 s").arg(static_cast<double>(gap.framesN) / sampleRateHz_, 0, 'f', 2);
    const int wide = metrics.horizontalAdvance(words) + 12;
    const int x = static_cast<int>(from % columns);
    const int gapWide = static_cast<int>(std::min<std::int64_t>(to - from, columns - x));
    painter.setPen(Qt::NoPen);
    painter.fillRect(QRect(x, 0, std::max(gapWide, 1), height()), QBrush(t.track, Qt::BDiagPattern));
    const QRect box(std::clamp(x + gapWide / 2 - wide / 2, 0, std::max(0, width() - wide)),
                    height() - metrics.height() - 12, wide, metrics.height() + 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.caution);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(t.surface);
    painter.drawText(box, Qt::AlignCenter, words);
  }
}

void TraceView::paintMarks(QPainter& painter) {
  const style::Tokens& t = style::tokens();
  const QFont font = style::face(style::Type::kSmall, true);
  const QFontMetrics metrics(font);
  painter.setFont(font);
  for (const Mark& mark : marks_) {
    const int x = static_cast<int>(sweep_.columnOf(mark.at.value) % sweep_.columnsN());
    const QString words = metrics.elidedText(mark.words, Qt::ElideRight, std::max(60, width() / 3));
    const int wide = metrics.horizontalAdvance(words) + 12;
    const QRect box(std::clamp(x + 2, 0, std::max(0, width() - wide)), height() - 2 * metrics.height() - 20, wide,
                    metrics.height() + 4);
    painter.fillRect(QRect(x, 0, 2, height()), t.text);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.text);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(t.surface);
    painter.drawText(box, Qt::AlignCenter, words);
  }
}

void TraceView::paintLabels(QPainter& painter, const QRegion& region) {
  const style::Tokens& t = style::tokens();
  const QFont strong = style::face(style::Type::kSmall, true);
  const QFontMetrics metrics(strong);
  names_.resize(lanes_.size());
  for (std::size_t c = 0; c < lanes_.size(); ++c) {
    const double high = nameHigh(lane(c).height());
    const int wide = metrics.horizontalAdvance(lanes_[c].name + QLatin1Char(' ') + lanes_[c].role);
    const QRectF plate(6, lane(c).top() + 1, wide + 34, high - 1);
    const QRect box = plate.toAlignedRect();
    if (!region.intersects(box)) continue;
    names_[c].paint(painter, box, lanes_[c].name + QLatin1Char('\n') + lanes_[c].role, [&](QPainter& inside) {
      const double y = plate.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
      inside.setPen(Qt::NoPen);
      inside.setBrush(t.surface);  // a plate: neither waves nor the sweep cross the words
      inside.drawRoundedRect(plate, 3, 3);
      inside.fillRect(QRectF(14, std::round(plate.center().y()) - 5, 10, 10), t.channel(firstChannel_ + c));
      inside.setFont(strong);
      inside.setPen(t.text);
      inside.drawText(QPointF(31, y), lanes_[c].name);
      inside.setFont(style::face(style::Type::kSmall));
      inside.setPen(t.secondary);
      inside.drawText(QPointF(31 + metrics.horizontalAdvance(lanes_[c].name + QLatin1Char(' ')), y), lanes_[c].role);
    });
  }
}

QString TraceView::scaleWords() const {
  const QString height = QStringLiteral("±%1 %2").arg(fullScaleUv_).arg(unit_).trimmed();
  const QString scale = fitted_ ? tr("%1 fitted").arg(height) : height;
  return tr("%1 s, %2, %3").arg(QString::number(kSeconds), scale, raw_ ? tr("raw") : filterWords_);
}

void TraceView::resizeEvent(QResizeEvent*) { rebuild(); }

void TraceView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) rebuild();
}

}  // namespace tonus::clinician
