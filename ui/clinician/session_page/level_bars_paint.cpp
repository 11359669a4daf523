// LevelBars: where everything is and how it looks. Words and numbers are kept as pictures; a frame moves the fills.

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "clinician/session_page/level_bars.h"
#include "style/number_label.h"
#include "style/short_words.h"
#include "style/tokens.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kTrackWide = 96;
constexpr double kTight = 72;   // px a bar: below, the unit is left to the words beside
constexpr double kRoomy = 130;  // px a bar: its value in the largest type
constexpr double kApart = 6;    // px left and right of the words: those of neighbours never touch
constexpr double kApartTight = 1;

QFont valueFont(double columnWide) {
  return style::face(columnWide >= kRoomy   ? style::Type::kHuge
                     : columnWide >= kTight ? style::Type::kLarge
                                            : style::Type::kTitle,
                     true);
}
/// Thousands of µV stay in their own column: in a smaller type.
QFont fitting(QFont font, const QString& number, double room) {
  const int least = style::pixels(style::Type::kSmall);
  while (font.pixelSize() > least && style::digitsWidth(QFontMetrics(font), number) > room) font.setPixelSize(font.pixelSize() - 1);
  return font;
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
      {Reason::kOnlyNoise, LevelBars::tr("noise")},
  };
  for (const auto& word : words)
    if (quality.has(word.first)) return word.second;
  return {};
}

QPainterPath rounded(const QRectF& box) {
  QPainterPath path;
  path.addRoundedRect(box, style::kRadius, style::kRadius);
  return path;
}

/// The lowest `high` px of `box` in one colour with round ends: the ends are cut from a picture, what lies between is
/// plain. To fill the whole as a path costs more than everything else in a frame.
void paintRounded(QPainter& painter, style::KeptPicture& kept, const QRect& box, int high, const QColor& colour) {
  if (high <= 0) return;
  const QPixmap& full = kept.picture(painter, box, colour.name(), [&](QPainter& inside) { inside.fillPath(rounded(box), colour); });
  const qreal ratio = full.devicePixelRatio();
  const int end = std::min(style::kRadius, high / 2);
  const auto cut = [&](int y, int h, int fromY) {
    painter.drawPixmap(QRect(box.left(), y, box.width(), h), full,
                       QRectF(0, fromY * ratio, box.width() * ratio, h * ratio).toRect());
  };
  const int top = box.top() + box.height() - high;
  cut(top, end, 0);
  painter.fillRect(QRect(box.left(), top + end, box.width(), high - 2 * end), colour);
  cut(box.top() + box.height() - end, end, box.height() - end);
}

}  // namespace

QRectF LevelBars::column(std::size_t bar) const {
  if (bar < begin_ || bar >= end_) return {};
  const double wide = width() / static_cast<double>(end_ - begin_);
  return {wide * static_cast<double>(bar - begin_), 0, wide, static_cast<double>(height())};
}

QRectF LevelBars::track(std::size_t bar) const {
  const QRectF c = column(bar);
  const double wide = std::min(kTrackWide, 0.62 * c.width());
  const double top = valueHigh(c.width());
  return {std::round(c.center().x() - wide / 2), top, std::round(wide), std::round(std::max(40.0, c.height() - top - wordsHigh()))};
}

double LevelBars::lineY(std::size_t bar, Edge edge) const {
  const QRectF box = track(bar);
  const double uv = edge == Edge::kUpper ? upperUv(bar) : thresholdUv(bar);
  return box.bottom() - box.height() * std::min(1.0, uv / fullScaleUv_);
}

void LevelBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t i = begin_; i < end_; ++i) paintBar(painter, i);
}

void LevelBars::paintBar(QPainter& painter, std::size_t bar) {
  const style::Tokens& t = style::tokens();
  const QRectF box = track(bar);
  const QRectF whole = column(bar);
  paintValue(painter, bars_[bar], whole);
  paintTrack(painter, bar, box);
  if (bar == selected_ && hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), style::kRadius + 3, style::kRadius + 3);
  }
  if (bars_[bar].about.role == feedback::Role::kTrain && thresholdUv(bar) > 0) paintLine(painter, bar, box);
  paintWords(painter, bar, whole, box);
}

void LevelBars::paintValue(QPainter& painter, Bar& bar, const QRectF& whole) const {
  const bool usable = bar.value.quality.usable();
  const QString number = usable ? bar.number : QStringLiteral("–");
  const QRect box(static_cast<int>(whole.left()), 0, static_cast<int>(std::ceil(whole.width())), valueHigh(whole.width()));
  bar.valuePicture.paint(painter, box, number + (usable ? bar.about.unit : QString()), [&](QPainter& inside) {
    const style::Tokens& t = style::tokens();
    const QFont small = style::face(style::Type::kBase);
    const bool withUnit = whole.width() >= kTight;
    const double unitWide = withUnit ? 5 + QFontMetrics(small).horizontalAdvance(bar.about.unit) : 0;
    const QFont large = fitting(valueFont(whole.width()), number, whole.width() - unitWide - 4);
    const double numberWide = style::digitsWidth(QFontMetrics(large), number);
    const double x = whole.center().x() - (numberWide + unitWide) / 2;
    const double baseline = QFontMetrics(large).ascent();
    inside.setPen(usable ? t.text : t.disabled);
    style::paintDigits(inside, large, x, baseline, number);
    inside.setFont(small);
    inside.setPen(t.secondary);
    if (withUnit) inside.drawText(QPointF(x + numberWide + 5, baseline), bar.about.unit);
  });
}

void LevelBars::paintTrack(QPainter& painter, std::size_t bar, const QRectF& box) {
  const style::Tokens& t = style::tokens();
  Bar& b = bars_[bar];
  const bool usable = b.value.quality.usable();
  const QRect whole = box.toRect();
  if (!usable || !asleep_.isEmpty()) {
    b.groove.paint(painter, whole, QStringLiteral("hatched"), [&](QPainter& inside) {
      inside.fillPath(rounded(box), t.track);
      inside.fillPath(rounded(box), QBrush(t.line, Qt::BDiagPattern));
    });
  } else {
    paintRounded(painter, b.groove, whole, whole.height(), t.track);
  }
  if (!usable) return;
  const bool strong = bar == selected_ && asleep_.isEmpty();
  const QColor colour = asleep_.isEmpty() ? t.channel(b.about.channel) : t.disabled;
  const double along = std::clamp(b.value.envelopeUv / fullScaleUv_, 0.0, 1.0);
  paintRounded(painter, b.fill, whole, static_cast<int>(std::lround(whole.height() * along)),
               strong ? colour : style::mix(t.surface, colour, 0.6));
}

void LevelBars::paintLine(QPainter& painter, std::size_t bar, const QRectF& box) {
  Bar& b = bars_[bar];
  paintEdge(painter, b.chip, std::round(lineY(bar)), thresholdUv(bar), box);
  if (b.about.inside()) paintEdge(painter, b.upperChip, std::max(box.top() + 1, std::round(lineY(bar, Edge::kUpper))), upperUv(bar), box);
}

void LevelBars::paintEdge(QPainter& painter, style::KeptPicture& picture, double y, double uv, const QRectF& box) {
  const style::Tokens& t = style::tokens();
  painter.fillRect(QRectF(box.left() - 8, y - 1, box.width() + 16, 2), t.text);
  const QFont font = style::face(style::Type::kSmall, true);
  const QFontMetrics metrics(font);
  const QString number = style::number(uv);
  const int wide = style::digitsWidth(metrics, number);
  const double high = metrics.height() + 4;
  const double top = y - high - 1 < box.top() ? y + 2 : y - high - 1;
  const QRectF chip(box.right() + 10 - wide - 10, top, wide + 10, high);
  picture.paint(painter, chip.toAlignedRect(), number, [&](QPainter& inside) {
    inside.setPen(Qt::NoPen);
    inside.setBrush(t.text);
    inside.drawRoundedRect(chip, 3, 3);
    inside.setPen(t.surface);
    style::paintDigits(inside, font, chip.left() + 5, chip.top() + 2 + metrics.ascent(), number);
  });
}

LevelBars::Judgement LevelBars::judge(std::size_t bar, bool narrow) const {
  const style::Tokens& t = style::tokens();
  const Bar& b = bars_[bar];
  const core::ChannelQuality quality = b.value.quality;
  if (!quality.usable())
    return {narrow ? shortWords(quality) : style::textOf(std::string(core::describe(quality))), QStringLiteral("!"), t.notUsable};
  if (b.about.role != feedback::Role::kTrain) return {narrow ? QString() : tr("monitor"), {}, t.secondary};
  if (!asleep_.isEmpty()) return {narrow ? QString() : asleep_, {}, t.secondary};  // the screen says it elsewhere
  if (thresholdUv(bar) <= 0) return {narrow ? tr("no line") : tr("no line yet, + sets it"), {}, t.secondary};
  if (b.value.inTarget) return {narrow ? tr("in") : tr("in target"), QStringLiteral("✓"), t.inTarget};
  return {narrow ? tr("out") : tr("out of target"), QStringLiteral("▲"), t.caution};
}

void LevelBars::paintWords(QPainter& painter, std::size_t bar, const QRectF& whole, const QRectF& box) {
  // A narrow bar shows its number only, the name stands beside its trace; its words get the line that is saved.
  const bool narrow = whole.width() < kTight;
  const Bar& b = bars_[bar];
  const QString name = !narrow ? b.about.name : b.about.name.section(QLatin1Char(' '), 0, 0);
  const Judgement judged = judge(bar, narrow);
  const bool selected = bar == selected_;
  const QRectF below(whole.left(), box.bottom() + 8, whole.width(), whole.bottom() - box.bottom() - 8);
  const QString words = judged.sign.isEmpty() ? judged.words : judged.sign + QLatin1Char(' ') + judged.words;
  const QString key = QStringList{name, words, selected ? QStringLiteral("selected") : QString()}.join(QLatin1Char('\n'));
  bars_[bar].wordsPicture.paint(painter, below.toAlignedRect(), key, [&](QPainter& inside) {
    const style::Tokens& t = style::tokens();
    const QFont strong = style::face(style::Type::kSmall, true);
    const QRectF nameBox(below.left() + 2, below.top(), below.width() - 4, (narrow ? 1 : 2) * QFontMetrics(strong).height());
    inside.setFont(strong);
    inside.setPen(t.text);
    QRectF used;
    const QString called = style::inLines(name, strong, static_cast<int>(nameBox.width()), narrow ? 1 : 2, Qt::ElideMiddle);
    inside.drawText(nameBox, Qt::AlignHCenter | Qt::AlignTop, called, &used);
    if (selected) inside.fillRect(QRectF(used.left(), used.bottom() + 2, used.width(), 2), t.accent);
    inside.setFont(style::face(style::Type::kSmall));
    inside.setPen(judged.ink);
    const double apart = narrow ? kApartTight : kApart;
    const double y = nameBox.bottom() + 10;
    inside.drawText(QRectF(below.left() + apart, y, below.width() - 2 * apart, below.bottom() - y),
                    Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, words);
  });
}

}  // namespace tonus::clinician
