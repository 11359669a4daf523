#include "clinician/session_page/level_bars.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <array>
#include <cmath>

#include "style/number_label.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kTrackWide = 96;
constexpr double kTight = 72;   // px a bar: below, the unit is left to the words beside
constexpr double kRoomy = 130;  // px a bar: its value in the largest type
constexpr double kApart = 6;    // px left and right of the words: those of neighbours never touch
constexpr double kApartTight = 1;
constexpr double kLeastUv = 0.1;

QFont valueFont(double columnWide) {
  return style::face(columnWide >= kRoomy   ? style::Type::kHuge
                     : columnWide >= kTight ? style::Type::kLarge
                                            : style::Type::kTitle,
                     true);
}
int valueHigh(double columnWide) { return QFontMetrics(valueFont(columnWide)).height() + 10; }
int wordsHigh() {
  return 2 * QFontMetrics(style::face(style::Type::kSmall, true)).height() +
         2 * QFontMetrics(style::face(style::Type::kSmall)).height() + 22;
}

/// Of the first reason, no word longer than a narrow bar is wide.
QString shortWords(core::ChannelQuality quality) {
  using Reason = core::QualityReason;
  const std::pair<Reason, QString> words[] = {
      {Reason::kLost, LevelBars::tr("lost")},           {Reason::kElectrodeOff, LevelBars::tr("lead off")},
      {Reason::kFlat, LevelBars::tr("no signal")},      {Reason::kClipping, LevelBars::tr("too strong")},
      {Reason::kMotion, LevelBars::tr("moves")},        {Reason::kMains, LevelBars::tr("hum")},
      {Reason::kSettling, LevelBars::tr("wait")},       {Reason::kSuspect, LevelBars::tr("wait")},
  };
  for (const auto& word : words)
    if (quality.has(word.first)) return word.second;
  return {};
}

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
  for (BarChannel& c : channels) bars_.push_back({std::move(c), {}, std::nullopt});
  selected_ = 0;
  dragging_.reset();
  updateGeometry();
  update();
}

void LevelBars::showLevels(const std::vector<core::ChannelFeedback>& values, const QString& asleep) {
  asleep_ = asleep;
  for (Bar& bar : bars_) {
    if (bar.about.channel < values.size()) bar.value = values[bar.about.channel];
    if (bar.wantedUv && std::abs(*bar.wantedUv - bar.value.thresholdUv) < 1e-3 && !dragging_) bar.wantedUv.reset();
  }
  if (!dragging_) chooseScale();
  if (++shown_ % 60 == 0) tellValues();
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

QRectF LevelBars::column(std::size_t bar) const {
  const double wide = width() / std::max(1.0, static_cast<double>(bars_.size()));
  return {wide * static_cast<double>(bar), 0, wide, static_cast<double>(height())};
}

QRectF LevelBars::track(std::size_t bar) const {
  const QRectF c = column(bar);
  const double wide = std::min(kTrackWide, 0.62 * c.width());
  const double top = valueHigh(c.width());
  return {c.center().x() - wide / 2, top, wide, std::max(40.0, c.height() - top - wordsHigh())};
}

double LevelBars::lineY(std::size_t bar) const {
  const QRectF box = track(bar);
  return box.bottom() - box.height() * std::min(1.0, thresholdUv(bar) / fullScaleUv_);
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

void LevelBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t i = 0; i < bars_.size(); ++i) paintBar(painter, i);
}

void LevelBars::paintBar(QPainter& painter, std::size_t bar) const {
  const style::Tokens& t = style::tokens();
  const QRectF box = track(bar);
  const QRectF whole = column(bar);
  const core::ChannelFeedback& v = bars_[bar].value;
  const bool usable = v.quality.usable();
  const QFont large = valueFont(whole.width());
  const QFont small = style::face(style::Type::kBase);
  const QString number = usable ? style::number(v.envelopeUv, v.envelopeUv < 100 ? 1 : 0) : QStringLiteral("–");
  const double numberWide = style::digitsWidth(QFontMetrics(large), number);
  const bool withUnit = whole.width() >= kTight;
  const double unitWide = withUnit ? 5 + QFontMetrics(small).horizontalAdvance(bars_[bar].about.unit) : 0;
  const double x = whole.center().x() - (numberWide + unitWide) / 2;
  const double baseline = QFontMetrics(large).ascent();
  painter.setPen(usable ? t.text : t.disabled);
  style::paintDigits(painter, large, x, baseline, number);
  painter.setFont(small);
  painter.setPen(t.secondary);
  if (withUnit) painter.drawText(QPointF(x + numberWide + 5, baseline), bars_[bar].about.unit);
  paintTrack(painter, bar, box);
  if (bar == selected_ && hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), style::kRadius + 3, style::kRadius + 3);
  }
  if (bars_[bar].about.role == feedback::Role::kTrain && thresholdUv(bar) > 0) paintLine(painter, bar, box);
  paintWords(painter, bar, whole);
}

void LevelBars::paintTrack(QPainter& painter, std::size_t bar, const QRectF& box) const {
  const style::Tokens& t = style::tokens();
  const core::ChannelFeedback& v = bars_[bar].value;
  QPainterPath clip;
  clip.addRoundedRect(box, style::kRadius, style::kRadius);
  painter.fillPath(clip, t.track);
  painter.save();
  painter.setClipPath(clip);
  if (!v.quality.usable() || !asleep_.isEmpty()) painter.fillRect(box, QBrush(t.line, Qt::BDiagPattern));
  if (v.quality.usable()) {
    const double along = std::clamp(v.envelopeUv / fullScaleUv_, 0.0, 1.0);
    QRectF fill = box;
    fill.setTop(box.bottom() - box.height() * along);
    const bool strong = bar == selected_ && asleep_.isEmpty();
    const QColor colour = asleep_.isEmpty() ? t.channel(bars_[bar].about.channel) : t.disabled;
    QPainterPath path;
    path.addRoundedRect(fill, style::kRadius, style::kRadius);
    painter.fillPath(path, strong ? colour : style::mix(t.surface, colour, 0.6));
  }
  painter.restore();
}

void LevelBars::paintLine(QPainter& painter, std::size_t bar, const QRectF& box) const {
  const style::Tokens& t = style::tokens();
  const double y = std::round(lineY(bar));
  painter.fillRect(QRectF(box.left() - 8, y - 1, box.width() + 16, 2), t.text);
  if (bars_[bar].about.rule == QLatin1String("inside")) {  // the upper edge follows the line it is dragged by
    const double upper = std::max(box.top() + 1, box.bottom() - (box.bottom() - y) * feedback::kBandOfLine);
    painter.fillRect(QRectF(box.left() - 8, std::round(upper) - 1, box.width() + 16, 2), t.text);
  }
  const QFont font = style::face(style::Type::kSmall, true);
  const QString number = style::number(thresholdUv(bar));
  const int wide = style::digitsWidth(QFontMetrics(font), number);
  const double high = QFontMetrics(font).height() + 4;
  const double top = y - high - 1 < box.top() ? y + 2 : y - high - 1;
  const QRectF chip(box.right() + 10 - wide - 10, top, wide + 10, high);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.text);
  painter.drawRoundedRect(chip, 3, 3);
  painter.setPen(t.surface);
  style::paintDigits(painter, font, chip.left() + 5, chip.top() + 2 + QFontMetrics(font).ascent(), number);
}

void LevelBars::paintWords(QPainter& painter, std::size_t bar, const QRectF& whole) const {
  const style::Tokens& t = style::tokens();
  const Bar& b = bars_[bar];
  const QFont strong = style::face(style::Type::kSmall, true);
  const QFontMetrics metrics(strong);
  double y = track(bar).bottom() + 8;
  // A narrow bar shows its number only, the name stands beside its trace; its words get the line that is saved.
  const bool narrow = whole.width() < kTight;
  const QRectF nameBox(whole.left() + 2, y, whole.width() - 4, (narrow ? 1 : 2) * metrics.height());
  const QString name = !narrow ? b.about.name : b.about.name.section(QLatin1Char(' '), 0, 0);
  painter.setFont(strong);
  painter.setPen(t.text);
  painter.drawText(nameBox, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, name);
  if (bar == selected_) {
    const QRectF used = painter.boundingRect(nameBox, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, name);
    painter.fillRect(QRectF(used.left(), used.bottom() + 2, used.width(), 2), t.accent);
  }
  y = nameBox.bottom() + 10;
  QString words = narrow ? QString() : tr("watched");
  QColor ink = t.secondary;
  QString sign;
  if (!b.value.quality.usable()) {
    words = narrow ? shortWords(b.value.quality) : style::textOf(std::string(core::describe(b.value.quality)));
    ink = t.notUsable;
    sign = QStringLiteral("!");
  } else if (b.about.role == feedback::Role::kTrain) {
    if (!asleep_.isEmpty())
      words = narrow ? QString() : asleep_;  // the screen says it elsewhere
    else if (thresholdUv(bar) <= 0)
      words = narrow ? tr("no line") : tr("no line yet");
    else {
      words = b.value.inTarget ? (narrow ? tr("in") : tr("in target")) : (narrow ? tr("out") : tr("out of target"));
      ink = b.value.inTarget ? t.inTarget : t.caution;
      sign = b.value.inTarget ? QStringLiteral("✓") : QStringLiteral("▲");
    }
  }
  painter.setFont(style::face(style::Type::kSmall));
  painter.setPen(ink);
  const double apart = narrow ? kApartTight : kApart;
  const QRectF box(whole.left() + apart, y, whole.width() - 2 * apart, whole.bottom() - y);
  painter.drawText(box, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                   sign.isEmpty() ? words : sign + QLatin1Char(' ') + words);
}

}  // namespace tonus::clinician
