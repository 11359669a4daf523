#include "clinician/session_page/success_row.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <cmath>
#include <limits>

#include "style/label.h"
#include "style/number_label.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kPointer = 7;   ///< px, height of the pointer over the bar
constexpr double kBar = 8;
constexpr double kBracket = 4;   ///< px that the band's edges stand out under the bar

QString bandWords(const SuccessRow::Band& band) {
  return SuccessScale::tr("aim %1–%2 %").arg(qRound(100 * band->first)).arg(qRound(100 * band->second));
}

void setShare(style::NumberLabel& label, double share) {
  if (std::isnan(share)) label.setValue(QStringLiteral("–"));
  else label.setValue(QString::number(std::lround(100 * share)), QStringLiteral("%"));
}

}  // namespace

SuccessRow::SuccessRow(QWidget* parent) : QWidget(parent) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(style::kBetween);
  grid->setVerticalSpacing(0);
  head_ = style::makeLabel(tr("In target"), style::Type::kBase, false, style::Tone::kSecondary);
  head_->setWordWrap(true);
  grid->addWidget(head_, 0, 0, 1, 2);
  const auto add = [&](int column, const char* name) {
    auto* value = new style::NumberLabel(style::Type::kTitle, this);
    value->setObjectName(QString::fromLatin1(name));
    value->setCells(5);
    grid->addWidget(value, 1, column);
    return value;
  };
  whole_ = add(0, "successWhole");
  now_ = add(1, "successNow");
  wholeName_ = style::makeLabel({}, style::Type::kSmall, false, style::Tone::kSecondary);
  grid->addWidget(wholeName_, 2, 0);
  auto* nowName = style::makeLabel(tr("▾ last 30 s"), style::Type::kSmall, false, style::Tone::kSecondary);
  nowName->setToolTip(tr("Of what was scored in the last 30 s of signal"));
  grid->addWidget(nowName, 2, 1);
  now_->setName(tr("In target, last 30 s"));
  scale_ = new SuccessScale;
  scale_->setObjectName(QStringLiteral("successScale"));
  grid->addWidget(scale_, 3, 0, 1, 2);
  setTrial(false);
  show(kNone, kNone);
}

void SuccessRow::setTrained(std::size_t channelsN) {
  head_->setText(channelsN > 1 ? tr("In target, all %1 trained").arg(channelsN) : tr("In target"));
  head_->setToolTip(tr("Part of the scored time of this phase in which every trained channel was in its target at once."));
}

void SuccessRow::setTrial(bool trial) {
  wholeName_->setText(trial ? tr("▬ this trial") : tr("▬ this phase"));
  whole_->setName(trial ? tr("In target, this trial") : tr("In target, this phase"));
}

void SuccessRow::setBand(const Band& band) {
  scale_->setBand(band);
  describe();
}

void SuccessRow::show(double whole, double now) {
  setShare(*whole_, whole);
  setShare(*now_, now);
  scale_->show(whole, now);
  describe();
}

void SuccessRow::describe() {
  const QString shares = tr("%1, %2: %3; last 30 s: %4").arg(head_->text(), wholeName_->text().mid(2), style::percent(scale_->whole()), style::percent(scale_->now()));
  scale_->setAccessibleDescription(scale_->band() ? shares + QStringLiteral("; ") + bandWords(scale_->band()) : shares);
}

SuccessScale::SuccessScale(QWidget* parent) : QWidget(parent), whole_(kNone), now_(kNone) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Share of the time in target"));
}

QSize SuccessScale::sizeHint() const {
  const int words = band_ ? QFontMetrics(style::face(style::Type::kSmall)).height() : 0;
  return {120, static_cast<int>(kPointer + kBar + kBracket) + words};
}

void SuccessScale::setBand(const SuccessRow::Band& band) {
  if (band_ == band) return;
  band_ = band;
  updateGeometry();
  update();
}

void SuccessScale::show(double whole, double now) {
  const auto same = [](double a, double b) { return std::lround(1000 * a) == std::lround(1000 * b); };
  const bool told = std::isnan(whole) == std::isnan(whole_) && std::isnan(now) == std::isnan(now_) &&
                    (std::isnan(whole) || same(whole, whole_)) && (std::isnan(now) || same(now, now_));
  if (told) return;
  whole_ = whole;
  now_ = now;
  update();
}

void SuccessScale::paintEvent(QPaintEvent*) {
  const style::Tokens& t = style::tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setLayoutDirection(Qt::LeftToRight);
  const double wide = width() - kPointer;   // half a pointer free at both ends
  const auto x = [&](double share) { return kPointer / 2 + wide * share; };
  const QRectF bar(x(0), kPointer, wide, kBar);
  QPainterPath groove;
  groove.addRoundedRect(bar, kBar / 2, kBar / 2);
  painter.fillPath(groove, t.track);
  painter.setClipPath(groove);
  if (band_) painter.fillRect(QRectF(x(band_->first), kPointer, wide * (band_->second - band_->first), kBar), style::mix(t.track, t.inTarget, 0.45));
  if (!std::isnan(whole_)) painter.fillRect(QRectF(x(0), kPointer + 2, wide * whole_, kBar - 4), t.accent);
  painter.setClipping(false);
  if (band_) {
    painter.setPen(QPen(t.secondary, 1.5));
    for (const double edge : {band_->first, band_->second}) painter.drawLine(QPointF(x(edge), kPointer), QPointF(x(edge), kPointer + kBar + kBracket));
    painter.setFont(style::face(style::Type::kSmall));
    painter.setPen(t.secondary);
    const QString words = bandWords(band_);
    const double room = painter.fontMetrics().horizontalAdvance(words);
    const double left = std::clamp(x((band_->first + band_->second) / 2) - room / 2, 0.0, std::max(0.0, width() - room));
    painter.drawText(QPointF(left, kPointer + kBar + kBracket + painter.fontMetrics().ascent()), words);
  }
  if (std::isnan(now_)) return;
  const QPointF tip(x(now_), kPointer);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.text);
  painter.drawPolygon(QPolygonF({tip, tip + QPointF(-kPointer / 2, -kPointer + 1), tip + QPointF(kPointer / 2, -kPointer + 1)}));
}

}  // namespace tonus::clinician
